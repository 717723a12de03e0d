// Who gets which part in a deployment, from the environment: no file of a collection names people.
import { type Address, getAddress, isAddress } from "viem";
import type { Collection } from "./collection.ts";

/** Where anvil's accounts may play every part. */
export const LOCAL_CHAIN = 31_337;

export interface People {
  readonly multisig?: Address;
  readonly artist?: Address;
  readonly guardian?: Address;
  readonly treasury?: Address;
  readonly signers?: readonly Address[];
  readonly threshold?: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the HELIOTROPE_ variables; contracts/script/Deploy.s.sol reads the same.
 * @throws Error that names every variable that is missing or wrong.
 */
export function readPeople(
  env: Environment,
  chainId: number,
  collection: Pick<Collection, "climate">,
): People {
  const problems: string[] = [];
  const address = (text: string, name: string): Address | undefined => {
    if (isAddress(text) && !/^0x0{40}$/.test(text)) return getAddress(text);
    problems.push(`${name}: ${text} is no address, or its checksum is wrong; copy it again`);
  };
  const one = (name: string) => (env[name] ? address(env[name], name) : undefined);

  const multisig = one("HELIOTROPE_MULTISIG");
  const list = env.HELIOTROPE_SIGNERS?.split(",").filter(Boolean);
  const signers = list?.flatMap((text) => address(text.trim(), "HELIOTROPE_SIGNERS") ?? []);
  const threshold = Number(env.HELIOTROPE_THRESHOLD || collection.climate?.threshold);
  if (chainId !== LOCAL_CHAIN) {
    if (!env.HELIOTROPE_MULTISIG) {
      problems.push(
        "HELIOTROPE_MULTISIG is missing: who proposes to the timelock? The deployer keeps nothing",
      );
    }
    if (collection.climate && !signers) {
      problems.push(
        "HELIOTROPE_SIGNERS is missing: the reporters' addresses, comma-separated. The keys of the development signers are public",
      );
    }
  }
  if (collection.climate && (!Number.isInteger(threshold) || threshold % 2 !== 1)) {
    problems.push(`HELIOTROPE_THRESHOLD: ${env.HELIOTROPE_THRESHOLD} is not an odd number`);
  }
  const count = (signers ?? collection.climate?.developmentSigners)?.length;
  if (collection.climate && count && (threshold > count || 2 * threshold <= count)) {
    problems.push(`there are ${count} signers: ${threshold} of them have to be more than half`);
  }
  if (signers && new Set(signers).size < signers.length) {
    problems.push("HELIOTROPE_SIGNERS names somebody twice");
  }
  const people: People = {
    ...(multisig && { multisig }),
    ...Object.fromEntries(
      (["artist", "guardian", "treasury"] as const).flatMap((part) => {
        const who = one(`HELIOTROPE_${part.toUpperCase()}`) ?? multisig;
        return who ? [[part, who]] : [];
      }),
    ),
    ...(signers && { signers }),
    ...(env.HELIOTROPE_THRESHOLD && { threshold }),
  };
  if (problems.length > 0) {
    throw new Error(
      `The environment is not ready; nothing was sent:\n${problems.map((line) => `  ${line}`).join("\n")}`,
    );
  }
  return people;
}
