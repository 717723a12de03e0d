// The chain of a stage, and what a test may do to its blocks.
import {
  type Account,
  type Address,
  type Chain as ChainSpec,
  createTestClient,
  createWalletClient,
  type Hex,
  type HttpTransport,
  http,
  publicActions,
  type WalletClient,
} from "viem";
import { generatePrivateKey, privateKeyToAccount, privateKeyToAddress } from "viem/accounts";
import { foundry } from "viem/chains";
import { privateKey } from "../../../tools/demo/chain.ts";

export type Contracts = Readonly<Record<string, { address: Address }>>;
export type Wallet = WalletClient<HttpTransport, ChainSpec, Account>;

export type Chain = ReturnType<typeof chainAt>;

/** The verbs over the blocks of a running anvil. */
export function chainAt(rpcUrl: string, contracts: Contracts) {
  const client = createTestClient({
    mode: "anvil",
    chain: foundry,
    transport: http(rpcUrl),
  }).extend(publicActions);

  const warpTo = async (timestamp: bigint): Promise<void> => {
    await client.setNextBlockTimestamp({ timestamp });
    await client.mine({ blocks: 1 });
  };

  return {
    rpcUrl,
    contracts,
    client,
    /** A wallet over one of anvil's twelve accounts. */
    wallet: (index: number): Wallet =>
      createWalletClient({
        account: privateKeyToAccount(privateKey(index)),
        chain: foundry,
        transport: http(rpcUrl),
      }),
    /** Waits until a transaction is mined, and refuses one that reverted. */
    send: async (hash: Promise<Hex>): Promise<void> => {
      const { status } = await client.waitForTransactionReceipt({ hash: await hash });
      if (status !== "success")
        throw new Error(`A transaction of the stage reverted: ${await hash}`);
    },
    /** Mines empty blocks, a second apart. */
    mine: (blocks = 1): Promise<void> => client.mine({ blocks, interval: 1 }),
    /** Mines a block of this time. */
    warpTo,
    /** Mines a block that many seconds after the newest. */
    warp: async (seconds: number): Promise<void> => {
      const { timestamp } = await client.getBlock();
      await warpTo(timestamp + BigInt(seconds));
    },
    /** Notes where the chain is; `revert` goes back there, once. */
    snapshot: (): Promise<Hex> => client.snapshot(),
    revert: (id: Hex): Promise<void> => client.revert({ id }),
    /** Replaces the newest blocks, mined since the stage was raised, by as many other ones without transactions. */
    reorg: async (depth: number): Promise<void> => {
      // Another miner, or an empty block would come back as it was.
      await client.setCoinbase({ address: privateKeyToAddress(generatePrivateKey()) });
      await client.request({ method: "anvil_reorg", params: [depth, []] } as never);
    },
  };
}
