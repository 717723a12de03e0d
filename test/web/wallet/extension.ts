// A wallet extension as the tests command it: announced in the page through EIP-6963, signing out here with one
// of anvil's keys, and really sending. Every answer can be replaced by another.
import type { BrowserContext, Page } from "playwright-core";
import { type Hex, hexToBigInt, hexToNumber, numberToHex } from "viem";
import type { Stage } from "../stage.ts";

export const CHAIN = 31_337;

interface Asked {
  method: string;
  params: unknown;
}

type Answer = (params: never) => unknown;

export interface TransactionRequest {
  to?: Hex;
  data?: Hex;
  value?: Hex;
  nonce?: Hex;
}

export interface Extension {
  name: string;
  /** What the page has asked for, oldest first, connecting and looking left out. */
  asked: Asked[];
  /** Answers a method in another way from now on. */
  answer: (method: string, answer: Answer) => void;
  /** Refuses a method as EIP-1193 has it. */
  refuse: (method: string, code: number, message: string) => void;
  /** Signs and sends, as the extension does when nobody says otherwise. */
  sign: (request: TransactionRequest, gwei?: number) => Promise<Hex>;
  /** The account that it shares. */
  accounts: () => Hex[];
  /** A late extension is there at last. */
  wake: (page: Page) => Promise<void>;
  /** Another of anvil's accounts is the one that is shared. */
  turnToAccount: (index: number) => Promise<void>;
  /** Another chain is the current one. */
  turnToChain: (chainId: number) => Promise<void>;
}

/**
 * Installs the extension before the page is opened. One that is late announces itself only when `wake` says so.
 */
export async function installExtension(
  context: BrowserContext,
  stage: Stage,
  { account = 7, chainId = CHAIN, isLate = false } = {},
): Promise<Extension> {
  let wallet = stage.wallet(account);
  let chain = chainId;
  const answers = new Map<string, Answer>();
  const asked: Asked[] = [];
  const name = "Test Wallet";

  const emit = async (event: string, value: unknown) => {
    for (const page of context.pages()) {
      await page.evaluate(([event, value]) => window.__tell?.(event as string, value), [
        event,
        value,
      ] as const);
    }
  };
  const sign = (request: TransactionRequest, gwei = 20): Promise<Hex> => {
    const fee = BigInt(gwei) * 10n ** 9n;
    return wallet.sendTransaction({
      to: request.to ?? null,
      maxFeePerGas: fee,
      maxPriorityFeePerGas: fee,
      ...(request.data && { data: request.data }),
      ...(request.value && { value: hexToBigInt(request.value) }),
      ...(request.nonce && { nonce: hexToNumber(request.nonce) }),
      // Estimated by the page's node already; what is in the way now shall happen on chain.
      gas: 900_000n,
    });
  };
  const turnToChain = async (next: number) => {
    chain = next;
    await emit("chainChanged", numberToHex(next));
  };
  const turnToAccount = async (index: number) => {
    wallet = stage.wallet(index);
    await emit("accountsChanged", [wallet.account.address]);
  };

  const own: Record<string, Answer> = {
    eth_requestAccounts: () => [wallet.account.address],
    eth_accounts: () => [wallet.account.address],
    eth_chainId: () => numberToHex(chain),
    wallet_requestPermissions: () => [],
    wallet_switchEthereumChain: async ([{ chainId }]: [{ chainId: Hex }]) => {
      await turnToChain(hexToNumber(chainId));
      return null;
    },
    eth_sendTransaction: ([request]: [TransactionRequest]) => sign(request),
  };

  await context.exposeFunction("__ask", async (method: string, params: unknown) => {
    if (!["eth_chainId", "eth_accounts", "wallet_requestPermissions"].includes(method)) {
      asked.push({ method, params });
    }
    const answer = answers.get(method) ?? own[method];
    try {
      if (!answer) throw fault(4200, `This wallet does not know ${method}.`);
      return { result: await answer(params as never) };
    } catch (error) {
      const { code = -32_603, message, data } = error as Error & { code?: number; data?: unknown };
      return { error: { code, message, data } };
    }
  });
  await context.addInitScript(announce, { name, isLate });
  return {
    name,
    asked,
    answer: (method, answer) => answers.set(method, answer),
    refuse: (method, code, message) => {
      answers.set(method, () => {
        throw fault(code, message);
      });
    },
    accounts: () => [wallet.account.address],
    wake: (page) => page.evaluate(() => window.__wake?.()),
    sign,
    turnToAccount,
    turnToChain,
  };
}

/** Connects the page to the extension. */
export async function connect(page: Page, { name }: Extension): Promise<void> {
  await page.locator("main").getByRole("button", { name: "Connect a wallet" }).click();
  await page.locator("main").getByRole("dialog").getByRole("button", { name }).click();
  await page.getByRole("banner").getByRole("button", { name: "Disconnect" }).waitFor();
}

function fault(code: number, message: string): Error {
  return Object.assign(new Error(message), { code });
}

declare global {
  interface Window {
    __ask: (
      method: string,
      params: unknown,
    ) => Promise<{ result?: unknown; error?: { code: number; message: string; data?: unknown } }>;
    __tell?: (event: string, value: unknown) => void;
    __wake?: () => void;
  }
}

/** Runs in the page. */
function announce({ name, isLate }: { name: string; isLate: boolean }): void {
  const listeners: Record<string, ((value: unknown) => void)[]> = {};
  window.__tell = (event, value) => {
    for (const listener of listeners[event] ?? []) listener(value);
  };
  const provider = {
    on: (event: string, listener: (value: unknown) => void) => {
      listeners[event] = [...(listeners[event] ?? []), listener];
    },
    removeListener: (event: string, listener: (value: unknown) => void) => {
      listeners[event] = (listeners[event] ?? []).filter((each) => each !== listener);
    },
    request: async ({ method, params }: { method: string; params?: unknown }) => {
      const { result, error } = await window.__ask(method, params);
      if (error) throw Object.assign(new Error(error.message), error);
      return result;
    },
  };
  const announceOnce = () =>
    window.dispatchEvent(
      new CustomEvent("eip6963:announceProvider", {
        detail: Object.freeze({
          info: {
            uuid: "350670db-19fa-4704-a166-e52e178b59d2",
            name,
            icon: "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>",
            rdns: "example.test.wallet",
          },
          provider,
        }),
      }),
    );
  window.__wake = () => {
    window.addEventListener("eip6963:requestProvider", announceOnce);
    announceOnce();
  };
  if (!isLate) window.__wake();
}
