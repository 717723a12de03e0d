// A wallet for the local chain only: the seventh of anvil's well-known keys, worthless anywhere else.
// It signs here and sends the raw transaction, exactly as a wallet extension would.
import {
  createWalletClient,
  type EIP1193RequestFn,
  type Hex,
  hexToBigInt,
  hexToNumber,
  http,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { type CreateConnectorFn, createConnector } from "wagmi";

const KEY: Hex = "0x92db14e403b83dfe3df233f83dfa3a0d7096f21ca9b0d6d6b8d88b2b4ec1564e";

interface TransactionRequest {
  to?: Hex;
  data?: Hex;
  value?: Hex;
  gas?: Hex;
  nonce?: Hex;
}

/** A wagmi connector over the development key. Offer it only when the deploy record says so. */
export function developmentWallet(): CreateConnectorFn {
  const account = privateKeyToAccount(KEY);
  let connected = false;
  return createConnector<{ request: EIP1193RequestFn }>((config) => {
    const chain = config.chains[0];
    const wallet = createWalletClient({
      account,
      chain,
      transport: http(chain.rpcUrls.default.http[0]),
    });
    const request = (async ({ method, params }: { method: string; params?: unknown }) => {
      switch (method) {
        case "eth_requestAccounts":
        case "eth_accounts":
          return [account.address];
        case "eth_chainId":
          return `0x${chain.id.toString(16)}`;
        case "eth_sendTransaction": {
          const [transaction] = params as [TransactionRequest];
          return wallet.sendTransaction({
            to: transaction.to ?? null,
            ...(transaction.data && { data: transaction.data }),
            ...(transaction.value && { value: hexToBigInt(transaction.value) }),
            ...(transaction.gas && { gas: hexToBigInt(transaction.gas) }),
            ...(transaction.nonce && { nonce: hexToNumber(transaction.nonce) }),
          });
        }
        default:
          return wallet.request({ method, params } as never);
      }
    }) as EIP1193RequestFn;
    const accounts = [account.address] as const;
    return {
      id: "development",
      name: "Development wallet",
      type: "development",
      async connect() {
        connected = true;
        return { accounts: accounts as never, chainId: chain.id };
      },
      async disconnect() {
        connected = false;
      },
      getAccounts: async () => (connected ? accounts : []),
      getChainId: async () => chain.id,
      getProvider: async () => ({ request }),
      // It signs without asking anybody.
      isAuthorized: async () => true,
      onAccountsChanged() {},
      onChainChanged() {},
      onDisconnect() {},
    };
  });
}
