// One transaction from the button to a block that stays. The wallet's part runs as one promise; the
// chain's part is asked with each block, so that nothing else watches for blocks.
import { skipToken, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
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
import { otherAccount, otherChain, type Payer, payerOf, requireSame } from "./payer.ts";
import { rehearse } from "./rehearse.ts";
import type { Call, RawCall, Sent, Transaction, TransactionState } from "./transaction.ts";

/** Longer than a block usually takes. */
const SLOW_MS = 20_000;

interface Errand {
  /** A new one for every request of a wallet: answers to an older one change nothing. */
  id: number;
  label: string;
  /** What the wallet is asked for, one request after the other. */
  requests: readonly (readonly RawCall[])[];
  at: number;
  payer?: Payer;
  sent?: Sent;
}

let lastId = 0;

export function useTransaction(): Transaction {
  const world = useWorld();
  const config = useConfig();
  const queries = useQueryClient();
  const connection = useConnection();
  const { client } = world;
  const { chainId } = world.deployment;
  usePulse();
  const [errand, setErrand] = useState<Errand>();
  const [local, setLocal] = useState<TransactionState>({ kind: "idle" });
  const current = useRef(0);
  const key = ["fate", errand?.id] as const;

  const run = useCallback(
    async (label: string, calls: readonly RawCall[][], at: number, nonce: number | undefined) => {
      const id = ++lastId;
      current.current = id;
      const isCurrent = () => current.current === id;
      let begun: Errand = { id, label, requests: calls, at };
      setErrand(begun);
      setLocal({ kind: "simulating" });
      try {
        const payer = await payerOf(config, chainId);
        let { requests } = begun;
        if (at === 0 && requests.length > 1 && (await offersBatches(config, payer, chainId))) {
          requests = [requests.flat()];
        }
        begun = { ...begun, payer, requests };
        const request = requests[at] ?? [];
        await rehearse(client, payer.account, request);
        await requireSame(payer, chainId);
        if (!isCurrent()) return;
        setErrand(begun);
        setLocal({ kind: "asking" });
        const sent = await ask(config, client, payer, chainId, request, nonce);
        if (!isCurrent()) return;
        setErrand({ ...begun, sent });
        setLocal({ kind: "sent", hash: sent.hash });
      } catch (error) {
        if (!isCurrent()) return;
        setLocal({ kind: "failed", failure: failureOf(error) });
      }
    },
    [client, config, chainId],
  );

  // The wallet changed while its request was open: the page says so at once. If the wallet sends it all
  // the same, that is what is shown, because it is true.
  const { payer } = errand ?? {};
  const { address, chainId: walletChain } = connection;
  useEffect(() => {
    if (!payer || local.kind !== "asking") return;
    if (address?.toLowerCase() !== payer.account.toLowerCase()) {
      setLocal({ kind: "failed", failure: otherAccount(payer.account, address) });
    } else if (walletChain !== undefined && walletChain !== chainId) {
      setLocal({ kind: "failed", failure: otherChain(walletChain, chainId) });
    }
  }, [payer, local.kind, address, walletChain, chainId]);

  const sent = local.kind === "sent" ? errand?.sent : undefined;
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
    retry: false,
  });
  useEachBlock(refetch, sent !== undefined && isFollowed(fate));
  const isWaiting =
    sent !== undefined && (!fate || fate.kind === "waiting" || fate.kind === "missing");
  const isSlow = useSlow(isWaiting, SLOW_MS);
  const state = sent ? stateOf(sent, fate, isSlow) : local;

  // One included, the next is asked for.
  const isDone = state.kind === "included";
  useEffect(() => {
    if (!errand || !isDone || errand.at + 1 >= errand.requests.length) return;
    void run(
      errand.label,
      errand.requests.map(([...calls]) => calls),
      errand.at + 1,
      undefined,
    );
  }, [errand, isDone, run]);

  const send = useCallback(
    (calls: readonly Call[], label: string) => {
      void run(
        label,
        calls.map((call) => [rawOf(call)]),
        0,
        undefined,
      );
    },
    [run],
  );
  const reset = useCallback(() => {
    current.current = 0;
    setErrand(undefined);
    setLocal({ kind: "idle" });
  }, []);
  const retry = useCallback(() => {
    if (!errand) return;
    // In the place of the lost one: should that turn up after all, only one of the two can count.
    const isLost = state.kind === "dropped" || state.kind === "undone";
    const nonce = isLost && fate && "nonce" in fate ? fate.nonce : undefined;
    void run(
      errand.label,
      errand.requests.map(([...calls]) => calls),
      errand.at,
      nonce,
    );
  }, [errand, state.kind, fate, run]);

  const turn = { at: (errand?.at ?? 0) + 1, of: errand?.requests.length ?? 1 };
  return { label: errand?.label ?? "", state, turn, send, reset, retry };
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
