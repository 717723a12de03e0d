// Who holds which power, from the events of the contracts themselves: whatever was ever granted is in them.
import {
  type Address,
  type Client,
  decodeEventLog,
  type Hex,
  keccak256,
  numberToHex,
  parseAbi,
  toHex,
  zeroAddress,
} from "viem";

const EVENTS = parseAbi([
  "event RoleGranted(bytes32 indexed role, address indexed account, address indexed sender)",
  "event RoleRevoked(bytes32 indexed role, address indexed account, address indexed sender)",
  "event RolesUpdated(address indexed user, uint256 indexed roles)",
  "event OwnershipTransferred(address indexed oldOwner, address indexed newOwner)",
  "event OwnershipHandoverRequested(address indexed pendingOwner)",
  "event OwnershipHandoverCanceled(address indexed pendingOwner)",
]);

/** Nodes refuse to search many more blocks at once. */
const SPAN = 5_000n;

const ROLES: Readonly<Record<Hex, string>> = {
  [`0x${"00".repeat(32)}`]: "admin",
  [keccak256(toHex("PROPOSER_ROLE"))]: "proposer",
  [keccak256(toHex("CANCELLER_ROLE"))]: "canceller",
  [keccak256(toHex("EXECUTOR_ROLE"))]: "executor",
};

export interface Powers {
  /** `proposer 0x…`, one for each holder of each role of OpenZeppelin's kind. */
  readonly roles: readonly string[];
  /** Solady's role bits, of everybody who has any. */
  readonly bits: ReadonlyMap<Address, bigint>;
  readonly owner: Address;
  /** Who asked for the ownership and was not answered. */
  readonly pending: readonly Address[];
}

/** Reads the events of `address` from block `from` on. */
export async function powersOf(client: Client, address: Address, from: bigint): Promise<Powers> {
  const roles = new Set<string>();
  const bits = new Map<Address, bigint>();
  const pending = new Set<Address>();
  let owner: Address = zeroAddress;
  for (const { topics, data } of await logsOf(client, address, from)) {
    let event: ReturnType<typeof decodeEventLog<typeof EVENTS>>;
    try {
      event = decodeEventLog({ abi: EVENTS, topics: topics as [Hex, ...Hex[]], data });
    } catch {
      continue; // Another event.
    }
    const { eventName, args } = event;
    if (eventName === "RoleGranted") roles.add(holder(args.role, args.account));
    else if (eventName === "RoleRevoked") roles.delete(holder(args.role, args.account));
    else if (eventName === "RolesUpdated") {
      if (args.roles === 0n) bits.delete(args.user);
      else bits.set(args.user, args.roles);
    } else if (eventName === "OwnershipTransferred") {
      owner = args.newOwner;
      pending.delete(args.newOwner);
    } else if (eventName === "OwnershipHandoverRequested") pending.add(args.pendingOwner);
    else pending.delete(args.pendingOwner);
  }
  return { roles: [...roles].sort(), bits, owner, pending: [...pending] };
}

/** As `Powers.roles` names it. */
export function holder(role: Hex | string, account: Address): string {
  return `${ROLES[role as Hex] ?? role} ${account === zeroAddress ? "anybody" : account}`;
}

async function logsOf(client: Client, address: Address, from: bigint) {
  const logs: { topics: Hex[]; data: Hex }[] = [];
  const head = BigInt((await client.request({ method: "eth_blockNumber" } as never)) as Hex);
  for (let first = from; first <= head; first += SPAN) {
    const last = first + SPAN - 1n < head ? first + SPAN - 1n : head;
    const range = { address, fromBlock: numberToHex(first), toBlock: numberToHex(last) };
    logs.push(
      ...((await client.request({
        method: "eth_getLogs",
        params: [range],
      } as never)) as typeof logs),
    );
  }
  return logs;
}
