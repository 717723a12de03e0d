// What the collection says of itself (ERC-7572).
import { isAddress, parseAbi } from "viem";
import { decodeString } from "./answers.ts";
import { type Checks, type Fault, quote } from "./check.ts";
import type { Json } from "./json.ts";
import type { Reader } from "./reader.ts";
import { hasText, isWebAddress, shape } from "./schema.ts";

export const COLLECTION_CHECKS = {
  "collection-answers": {
    severity: "warning",
    what: "contractURI answers (ERC-7572)",
    why: "Without it the collection's page has no text, no picture and no link until somebody types them in.",
    remedy: "Return a data: URI of JSON with name, description and image.",
  },
} as const satisfies Checks;

export const COLLECTION_SCHEMA_CHECKS = {
  "collection-name": {
    severity: "failure",
    what: "contractURI has a name",
    why: "It is the one member that ERC-7572 demands.",
    remedy: 'Add "name", a string that is not empty.',
  },
  "collection-text": {
    severity: "failure",
    what: "members of contractURI have their types",
    why: "Parsers with types refuse the whole document for one wrong member.",
    remedy:
      "symbol, description, image, banner_image, featured_image, external_link: strings; collaborators: a list of addresses.",
  },
  "collection-image": {
    severity: "warning",
    what: "contractURI has a description and an image",
    why: "They head the collection's page.",
    remedy: 'Add "description" and "image".',
  },
  "collection-link": {
    severity: "warning",
    what: "external_link is a web address",
    why: "Marketplaces hide what is none.",
    remedy: "Write a whole address that begins with https://, or leave it away.",
  },
} as const satisfies Checks;

type CollectionFault = Fault<keyof typeof COLLECTION_SCHEMA_CHECKS>;

const ABI = parseAbi(["function contractURI() view returns (string)"]);
const TEXTS = ["symbol", "description", "image", "banner_image", "featured_image", "external_link"];

export async function askContractUri(
  reader: Reader,
): Promise<{ uri?: string; faults: Fault<keyof typeof COLLECTION_CHECKS>[] }> {
  const answer = await reader.ask(ABI, "contractURI");
  const uri = answer.kind === "data" ? decodeString(answer.data) : undefined;
  if (uri) return { uri, faults: [] };
  const found =
    answer.kind === "data" ? "nothing that is a text" : `${answer.kind}: ${answer.reason}`;
  return { faults: [{ check: "collection-answers", found, isLast: true }] };
}

export function collectionFaults(json: Json): CollectionFault[] {
  const faults: CollectionFault[] = [];
  const add = (check: CollectionFault["check"], found: string) => faults.push({ check, found });
  if (!hasText(json.name)) add("collection-name", shape(json.name));
  for (const member of TEXTS) {
    const value = json[member];
    if (value !== undefined && typeof value !== "string") {
      add("collection-text", `${member} is ${shape(value)}`);
    }
  }
  const { collaborators, external_link: link } = json;
  const isList =
    Array.isArray(collaborators) &&
    collaborators.every((one) => typeof one === "string" && isAddress(one, { strict: false }));
  if (collaborators !== undefined && !isList) {
    add("collection-text", `collaborators is ${shape(collaborators)}`);
  }
  const missing = ["description", "image"].filter((member) => !hasText(json[member]));
  if (missing.length > 0) add("collection-image", `no ${missing.join(", no ")}`);
  if (hasText(link) && !isWebAddress(link)) add("collection-link", quote(link));
  return faults;
}
