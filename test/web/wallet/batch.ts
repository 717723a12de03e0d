// A wallet that runs several calls as one transaction, all or none: the account borrows a contract's code by
// EIP-7702, and offers what that code can do through EIP-5792.
import { createRequire } from "node:module";
import { type Abi, encodeFunctionData, type Hex, numberToHex } from "viem";
import type { Stage } from "../stage.ts";
import { CHAIN, type Extension } from "./extension.ts";

const SOURCE = `
pragma solidity ^0.8.30;
contract Batch {
    struct Call { address to; uint256 value; bytes data; }
    function run(Call[] calldata calls) external payable {
        require(msg.sender == address(this));
        for (uint256 i; i < calls.length; i++) {
            (bool ok, bytes memory answer) = calls[i].to.call{value: calls[i].value}(calls[i].data);
            if (!ok) assembly { revert(add(answer, 32), mload(answer)) }
        }
    }
    receive() external payable {}
}`;

interface SentCalls {
  calls: { to: Hex; data?: Hex; value?: Hex }[];
}

/** Teaches the extension to send batches for an account. */
export async function offerBatches(
  extension: Extension,
  stage: Stage,
  account: number,
): Promise<void> {
  const { abi, bytecode } = compile();
  const deployer = stage.wallet(0);
  const deployment = await deployer.deployContract({ abi, bytecode, args: [] });
  const { contractAddress } = await stage.client.waitForTransactionReceipt({ hash: deployment });
  const wallet = stage.wallet(account);

  extension.answer("wallet_getCapabilities", () => {
    return { [numberToHex(CHAIN)]: { atomic: { status: "supported" } } };
  });
  extension.answer("wallet_sendCalls", async ([{ calls }]: [SentCalls]) => {
    const authorization = await wallet.signAuthorization({
      contractAddress: contractAddress!,
      executor: "self",
    });
    const batch = calls.map(({ to, data = "0x", value = "0x0" }) => [to, BigInt(value), data]);
    const id = await wallet.sendTransaction({
      authorizationList: [authorization],
      to: wallet.account.address,
      data: encodeFunctionData({
        abi,
        functionName: "run",
        args: [batch.map(([to, value, data]) => ({ to, value, data }))],
      }),
      gas: 3_000_000n,
    });
    return { id };
  });
  extension.answer("wallet_getCallsStatus", async ([id]: [Hex]) => {
    const request = stage.client.request as (call: unknown) => Promise<unknown>;
    const receipt = await request({ method: "eth_getTransactionReceipt", params: [id] });
    const about = { version: "2.0.0", id, chainId: numberToHex(CHAIN), atomic: true };
    return receipt ? { ...about, status: 200, receipts: [receipt] } : { ...about, status: 100 };
  });
}

function compile(): { abi: Abi; bytecode: Hex } {
  const solc = createRequire(import.meta.url)("solc") as { compile: (input: string) => string };
  const output = JSON.parse(
    solc.compile(
      JSON.stringify({
        language: "Solidity",
        sources: { "Batch.sol": { content: SOURCE } },
        settings: { outputSelection: { "*": { "*": ["abi", "evm.bytecode.object"] } } },
      }),
    ),
  );
  const { abi, evm } = output.contracts["Batch.sol"].Batch;
  return { abi, bytecode: `0x${evm.bytecode.object}` };
}
