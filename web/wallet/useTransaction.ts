// One transaction from the button to a block that stays. The wallet's part runs as one promise; the
// chain's part is asked with each block, so that nothing else watches for blocks.
import { skipToken, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { encodeFunctionData } from "viem";
import { type Connector, useConfig, useConnection } from "wagmi";
import { getCallsStatus } from "wagmi/actions";
import { type Pulse, usePulse } from "../queries/pulse.ts";
import { useEachBlock } from "../queries/useEachBlock.ts";
import { useSlow } from "../queries/useSlow.ts";
import { useWorld } from "../world.ts";
import { ask, offersBatches } from "./ask.ts";
import { failureOf } from "./failure.ts";
import { type BatchStatus, type Fate, fateOf } from "./fate.ts";
import { otherAccount, otherChain, payerOf, requireSame } from "./payer.ts";
import { createProgress, type Errand, IDLE, keptProgress } from "./progress.ts";
import { rehearse } from "./rehearse.ts";
import type { Call, RawCall, Sent, Transaction, TransactionState } from "./transaction.ts";

/** Longer than a block usually takes. */
const SLOW_MS = 20_000;

let lastId = 0;

/** With a `name`, whoever leaves the page and comes back finds the same transaction again. */
export function useTransaction(name?: string): Transaction {
  const { client, deployment } = useWorld();
  const { chainId } = deployment;
  const config = useConfig();
  const queries = useQueryClient();
  const connection = useConnection();
  usePulse();
  const [store] = useState(() => (name === undefined ? createProgress() : keptProgress(name)));
  const { errand, local } = useSyncExternalStore(store.subscribe, store.read);

  const run = useCallback(
    async (begun: Omit<Errand, "id">) => {
      const id = ++lastId;
      let next: Errand = { ...begun, id };
      const tell = (state: TransactionState) => {
        if (store.read().errand?.id === id) store.write({ errand: next, local: state });
      };
      store.write({ errand: next, local: { kind: "simulating" } });
      try {
        const payer = await payerOf(config, chainId);
        let { requests } = next;
        if (next.at === 0 && requests.length > 1 && (await offersBatches(config, payer, chainId))) {
          requests = [requests.flat()];
        }
        next = { ...next, payer, requests };
        const request = requests[next.at] ?? [];
        await rehearse(client, payer.account, request);
        await requireSame(payer, chainId);
        if (store.read().errand?.id !== id) return;
        tell({ kind: "asking" });
        const sent = await ask(config, client, payer, chainId, request, next.nonce);
        next = { ...next, sent };
        tell({ kind: "sent", hash: sent.hash });
      } catch (error) {
        tell({ kind: "failed", failure: failureOf(error) });
      }
    },
    [client, config, chainId, store],
  );

  // The wallet changed while its request was open: the page says so at once. If the wallet sends it all
  // the same, that is what is shown, because it is true.
  const { payer } = errand ?? {};
  const { address, chainId: walletChain } = connection;
  useEffect(() => {
    if (!payer || local.kind !== "asking") return;
    const fail = (failure: ReturnType<typeof otherAccount | typeof otherChain>) =>
      store.write({ errand, local: { kind: "failed", failure } });
    if (address?.toLowerCase() !== payer.account.toLowerCase()) {
      fail(otherAccount(payer.account, address));
    } else if (walletChain !== undefined && walletChain !== chainId) {
      fail(otherChain(walletChain, chainId));
    }
  }, [errand, payer, local.kind, address, walletChain, chainId, store]);

  const sent = local.kind === "sent" ? errand?.sent : undefined;
  const key = ["fate", errand?.id];
  const { data: fate, refetch } = useQuery({
    queryKey: key,
    queryFn: sent
      ? () => {
          const head = queries.getQueryData<Pulse>(["pulse"])?.block ?? sent.block;
          const before = queries.getQueryData<Fate>(key);
          return fateOf(client, sent, before, head, batchStatusOf(config, payer?.connector));
        }
      : skipToken,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  useEachBlock(refetch, sent !== undefined && isFollowed(fate));
  const isWaiting =
    sent !== undefined && (!fate || fate.kind === "waiting" || fate.kind === "missing");
  const isSlow = useSlow(isWaiting, SLOW_MS);
  const state = sent ? stateOf(sent, fate, isSlow) : local;
  const receipt = state.kind === "included" ? state.receipt : undefined;

  // One included, the next is asked for.
  const isNext = errand !== undefined && errand.at + 1 < errand.requests.length;
  useEffect(() => {
    // Read anew: an effect may run twice, and a wallet must not be asked twice.
    if (!receipt || !isNext || store.read().errand !== errand) return;
    const { label, requests, receipts, at } = errand;
    void run({ label, requests, at: at + 1, receipts: [...receipts, receipt] });
  }, [errand, receipt, isNext, run, store]);

  const send = useCallback(
    (calls: readonly Call[], label: string) => {
      const requests = calls.map((call) => [rawOf(call)]);
      void run({ label, requests, at: 0, receipts: [] });
    },
    [run],
  );
  const reset = useCallback(() => store.write(IDLE), [store]);
  const retry = useCallback(() => {
    if (!errand) return;
    const { sent: _sent, payer: _payer, id: _id, ...begun } = errand;
    // In the place of the lost one: should that turn up after all, only one of the two can count.
    const isLost = state.kind === "dropped" || state.kind === "undone";
    const isNonceKnown = isLost && fate !== undefined && "nonce" in fate;
    void run({ ...begun, ...(isNonceKnown && { nonce: fate.nonce }) });
  }, [errand, state.kind, fate, run]);

  const turn = { at: (errand?.at ?? 0) + 1, of: errand?.requests.length ?? 1 };
  const receipts = [...(errand?.receipts ?? []), ...(receipt ? [receipt] : [])];
  return { label: errand?.label ?? "", state, turn, receipts, send, reset, retry };
}

function stateOf(sent: Sent, fate: Fate | undefined, isSlow: boolean): TransactionState {
  switch (fate?.kind) {
    case undefined:
      return { kind: isSlow ? "slow" : "sent", hash: sent.hash };
    case "waiting":
      if (fate.undone) return { kind: "undone", hash: fate.hash, waits: true };
      return { kind: isSlow ? "slow" : "sent", hash: fate.hash };
    case "missing":
      if (fate.undone) return { kind: "undone", hash: fate.hash, waits: false };
      if (fate.lost) return { kind: "dropped", hash: fate.hash };
      return { kind: isSlow ? "slow" : "sent", hash: fate.hash };
    case "included":
      return { kind: "included", hash: fate.receipt.transactionHash, receipt: fate.receipt };
    case "reverted": {
      const { receipt, reason } = fate;
      return { kind: "reverted", hash: receipt.transactionHash, receipt, reason };
    }
    case "replaced":
      return { kind: "replaced", hash: fate.hash, isCancelled: fate.isCancelled };
  }
}

/** Until nothing can change any more. What is lost may still turn up. */
function isFollowed(fate: Fate | undefined): boolean {
  if (fate?.kind === "included" || fate?.kind === "reverted") return !fate.final;
  return fate?.kind !== "replaced";
}

function rawOf({ address, abi, functionName, args, value = 0n }: Call): RawCall {
  return { to: address, data: encodeFunctionData({ abi, functionName, args } as never), value };
}

function batchStatusOf(
  config: ReturnType<typeof useConfig>,
  connector: Connector | undefined,
): BatchStatus {
  return async (id) => {
    const { status, receipts } = await getCallsStatus(config, {
      id,
      ...(connector && { connector }),
    });
    return {
      hash: receipts?.at(-1)?.transactionHash,
      hasFailed: status === "failure" && !receipts?.length,
    };
  };
}
