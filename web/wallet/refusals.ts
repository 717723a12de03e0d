// The contracts' errors as sentences: what happened, why, what to do. Decoded from the bare data of a
// revert, so that it does not matter which contract of a chain of calls refused.
import { type Abi, decodeErrorResult, type Hex, parseAbi } from "viem";
import { ether, instant, number } from "../words.ts";

/**
 * `{name}` is a number, an address or a hash; `{name time}` Unix seconds; `{name ether}` wei. A test holds
 * the table against the contracts.
 */
const SENTENCES: Readonly<Record<string, string>> = {
  // Minting.
  "QuantityOutOfRange(uint256 quantity)":
    "One mint takes 1 to 10 plants, and this one asks for {quantity}. Choose another number.",
  "SupplyExhausted(uint256 quantity, uint256 left)":
    "No more than {left} plants are left, and this asks for {quantity}. Choose fewer, or look for one that its holder sells.",
  "PriceNotMet(uint256 price, uint256 sent)":
    "These plants cost {price ether} together, and only {sent ether} came with the request. The price may have just changed: read it again, then try again.",
  "SaleClosed(uint256 opensAt, uint256 closesAt)":
    "This sale is closed at this moment. It opens at {opensAt time} and closes at {closesAt time}; come back in between.",
  "WalletLimitReached(uint256 quantity, uint256 left)":
    "This account may mint {left} more here, and this asks for {quantity}. Choose fewer; selling or burning plants makes no room.",
  "MintingPaused()": "Minting is paused for now. Transfers are not; try again later.",
  "NotListed(address wallet, uint256 maximum)":
    "The proof does not show that {wallet} is on the list for {maximum} plants. Use the list as it was published, and the account that is on it.",
  "VoucherExpired(uint256 deadline)":
    "The voucher was good until {deadline time}. Ask whoever gave it to you for another.",
  "VoucherAlreadySpent(uint256 nonce)":
    "This voucher was used already, or called back. Ask whoever gave it to you for another.",
  "VoucherRefused(address signer)":
    "The one who signs vouchers ({signer}) did not sign this one for this collection. Check that the file is whole, or ask for another.",
  "MintWindowsExhausted()":
    "This chain has passed the last block that mints are counted for. Nothing more can be minted.",
  "StationUnknown(uint256 station)":
    "The climate has no station {station}. Choose one from the list.",

  // What a holder chooses.
  "NotHolder(uint256 tokenId, address caller)":
    "{caller} neither holds plant {tokenId} nor may choose for its holder. Use the holder's account.",
  "NotGerminated(uint256 tokenId)":
    "Plant {tokenId} is still a seed, and a seed has nothing to choose. Wait until it has germinated.",
  "AlreadyChosen(uint256 tokenId)":
    "This is what plant {tokenId} has already. Nothing would change, so nothing need be sent.",
  "MovedTooRecently(uint256 tokenId, uint256 earliest)":
    "Plant {tokenId} has moved not long ago, and stays until epoch {earliest}. Move it from then on.",
  "ModelUnknown(uint256 model)": "The register has no sky model {model}. Choose one that it has.",
  "ArtUnknown(uint256 version)":
    "The register has no art version {version}. Choose one that it has.",
  "EpochNotAccepted(uint256 epoch)":
    "The weather of epoch {epoch} was never accepted, so nothing can rest on it. Choose another epoch.",
  "EpochBeforeBirth(uint256 epoch, uint256 birthEpoch)":
    "The plant was born at epoch {birthEpoch}, and epoch {epoch} is before that. Choose a later one.",
  "ChoicesExhausted(uint256 tokenId)":
    "16,777,215 choices were made for plant {tokenId}, which is all there is room for. It stays as it is.",
  "StateChanged(uint256 tokenId, bytes32 expected, bytes32 actual)":
    "Plant {tokenId} is not what it was when this was prepared: its holder has chosen something since. Look at it again before you decide.",
  "TokenNotMinted(uint256 tokenId)": "There is no plant {tokenId} yet.",
  "TooManyTokens(uint256 count, uint256 most)":
    "One call takes at most {most} plants, and this has {count}. Send them in parts.",
  "NotTheToken(address token)":
    "Choices are made through the token {token}, which knows who may choose. Send it there.",
  "TraitKeyUnknown(bytes32 traitKey)": "The contract knows no trait {traitKey}.",
  "TraitsAreChosen()":
    "Traits are not set directly: they follow from what the holder chooses. Make a choice instead.",

  // Transfers, and what ERC-721 says of tokens that are not there.
  "ApprovalCallerNotOwnerNorApproved()":
    "This account neither holds the plant nor may act for its holder. Use the holder's account.",
  "ApprovalQueryForNonexistentToken()": "There is no such plant; it may have been burned.",
  "OwnerQueryForNonexistentToken()": "There is no such plant; it may have been burned.",
  "URIQueryForNonexistentToken()": "There is no such plant; it may have been burned.",
  "TransferCallerNotOwnerNorApproved()":
    "This account neither holds the plant nor may act for its holder. Use the holder's account.",
  "TransferFromIncorrectOwner()":
    "The plant belongs to another account now. Read who holds it, then try again.",
  "TransferToNonERC721ReceiverImplementer()":
    "The recipient is a contract that says it does not take tokens. Choose another recipient.",
  "TransferToZeroAddress()": "A plant cannot go to the zero address. Name a recipient.",
  "BalanceQueryForZeroAddress()": "The zero address holds nothing. Name an account.",

  // Germination and announcements.
  "NothingPending()": "No seed waits any more: somebody germinated them already.",
  "NotRipe(uint256 target)": "The seeds are ripe once block {target} is in the past. Wait for it.",
  "TargetForgotten(uint256 target, uint256 next)":
    "This chain no longer remembers block {target}. The seeds germinate after block {next}.",
  "HeaderMismatch(uint256 target, bytes32 expected, bytes32 actual)":
    "That is not the header of block {target}. Ask the node again, or use another node.",
  "HeaderMalformed()":
    "The block's header says nothing of its randomness, so the seeds cannot germinate from it.",
  "NoStation(uint256 target)":
    "At block {target} there was no station to be born at. The seeds wait for their next target.",
  "NothingToAnnounce(uint256 shownEpoch)":
    "Epoch {shownEpoch} is announced already. There is nothing to do.",
  "NothingToClaim(address by)": "{by} has nothing to claim here.",

  // The almanac: keepers.
  "CommitClosed(uint256 epoch, uint256 commitEnds)":
    "Commits to epoch {epoch} closed at {commitEnds time}. Take a later epoch.",
  "RevealClosed(uint256 epoch, uint256 commitEnds, uint256 revealEnds)":
    "Reveals of epoch {epoch} are open from {commitEnds time} until {revealEnds time}, and not now.",
  "CommitmentMalformed(bytes32 commitment)":
    "This commitment is not made for this account. Make it again for the account that sends it.",
  "AlreadyCommitted(uint256 epoch, address keeper)":
    "{keeper} has committed to epoch {epoch} already, and a commitment cannot be changed.",
  "BondMissing(uint256 balance, uint256 bond)":
    "Each commit locks a bond of {bond ether}, and this account has {balance ether} free. Deposit more first.",
  "CommitmentMismatch(bytes32 committed, bytes32 revealed)":
    "This is not what the keeper committed to, or it was revealed already. Reveal the same root, CID and salt.",
  "RootMalformed(bytes32 root)": "{root} cannot be an epoch's root. Build the tree again.",
  "CidInvalid()": "A CID here is a binary CIDv1 of 1 to 64 bytes. Write it again.",
  "NothingToExpire(uint256 epoch, address keeper)":
    "{keeper} has no commitment to epoch {epoch} that still waits for its reveal.",
  "NotRevealed(uint256 epoch, address keeper)":
    "{keeper} has revealed nothing for epoch {epoch}, so there is no root to act on.",
  "BalanceTooLow(uint256 balance, uint256 wanted)":
    "This account has {balance ether} free in the almanac, and this asks for {wanted ether}. Ask for less.",
  "RecipientZero()": "Ether for the zero address would be lost. Name a recipient.",

  // The almanac: challenges and demands.
  "RevealsOpen(uint256 epoch, uint256 revealEnds)":
    "Roots of epoch {epoch} are still being revealed. Challenges and demands open at {revealEnds time}.",
  "AlreadyFinalized(uint256 epoch)": "Epoch {epoch} is final: its roots are judged.",
  "NotFinalized(uint256 epoch)": "Epoch {epoch} is not final yet. Wait until it is.",
  "AlreadyFallen(bytes32 root)":
    "This root has fallen already, and no earlier intent of yours takes precedence. There is nothing left to do.",
  "NotFallen(bytes32 root)": "This root has not fallen, so nothing can be claimed from it.",
  "AlreadyIntended(uint256 since)":
    "This intent was put down already, in block {since}. Go on with the challenge.",
  "IntentTooYoung(uint256 since)":
    "So late in its window a challenge counts only after an intent of an earlier block; yours is of block {since} (0 is none). Put the intent down, wait for the next block, then challenge.",
  "PathMismatch(bytes32 root, bytes32 found)":
    "The path does not lead to the revealed root. The proof is bad, not the root: get it from another source.",
  "NodeInvalid(uint256 height, uint256 index)":
    "The tree has no node {index} at height {height}, or the path has the wrong length. Get the proof from another source.",
  "RunInvalid(uint256 run, uint256 length)":
    "There is no run {run} of {length} bytes: a picture has 3,600 runs of 48 bytes.",
  "RootHolds(bytes32 root)":
    "The chain computes the same as the root says, so the challenge fails. The root is right here.",
  "DemandTooLow(uint256 sent, uint256 bond)":
    "A demand costs at least {bond ether} now, and {sent ether} came with it. Send more; it rises with the base fee.",
  "DemandClosed(uint256 epoch, uint256 challengeEnds)":
    "Demands on epoch {epoch} closed at {challengeEnds time}, and this one follows from no recent answer.",
  "AlreadyDemanded(uint256 height, uint256 index)":
    "This node is demanded already. Wait for its answer.",
  "NotDemanded(uint256 height, uint256 index)": "Nobody demanded this node, or not with this hash.",
  "AlreadyAnswered(uint256 height, uint256 index)": "This demand is answered already.",
  "AnswerInvalid(uint256 length, uint256 expected)":
    "An answer has {expected} bytes here, and this one has {length}. Make it again.",
  "AnswerNotDue(uint256 deadline)":
    "The answer is due at {deadline time}. Silence proves nothing before that.",
  "DemandBelowGas(uint256 sent, uint256 bond)":
    "At the present base fee an answer costs more than the demand pays ({sent ether}). Raise it to {bond ether}, or wait until the fee falls.",
  "AlreadySettled()": "This was credited already. There is nothing left to do.",
  "TooEarly(uint256 from, uint256 openDemands)":
    "The epoch can be finalized from {from time} on, once none of its demands waits; {openDemands} do.",
  "EpochInFuture(uint256 epoch, uint256 current)":
    "Epoch {epoch} has not begun; it is epoch {current} now.",

  // What every contract may say.
  "Unauthorized()": "This account may not do that. Use one that has the right.",
  "PowerLocked(uint256 power)": "This power was given up for ever. Nobody can do that any more.",
  "EtherNotAccepted()": "The contract takes no plain ether. Nothing was sent.",
  "Error(string reason)": "The contract refuses this: {reason}.",
  "Panic(uint256 code)":
    "The contract ran into an error of its own (panic {code}). Nothing was changed; report it if it comes again.",
};

/** The signatures that have a sentence. */
export const REFUSALS: readonly string[] = Object.keys(SENTENCES);

/** The sentence for the data of a revert; undefined where nobody here knows the error. */
export function refusalOf(data: Hex): { name: string; sentence: string } | undefined {
  let decoded: { errorName: string; args?: readonly unknown[] };
  try {
    decoded = decodeErrorResult({ abi: refusals(), data }) as typeof decoded;
  } catch {
    return undefined;
  }
  const signature = REFUSALS.find((each) => each.startsWith(`${decoded.errorName}(`))!;
  return {
    name: decoded.errorName,
    sentence: fill(SENTENCES[signature]!, namesIn(signature), decoded.args ?? []),
  };
}

let parsed: Abi | undefined;

function refusals(): Abi {
  parsed ??= parseAbi(REFUSALS.map((signature) => `error ${signature}`)) as Abi;
  return parsed;
}

/** Names of the values of a signature, in order. */
function namesIn(signature: string): string[] {
  const inside = signature.slice(signature.indexOf("(") + 1, -1);
  return inside === "" ? [] : inside.split(", ").map((each) => each.split(" ")[1]!);
}

function fill(sentence: string, names: readonly string[], values: readonly unknown[]): string {
  return sentence.replace(/\{(\w+)(?: (\w+))?\}/g, (_, name: string, unit?: string) => {
    const value = values[names.indexOf(name)];
    if (typeof value !== "bigint") return String(value);
    if (unit === "ether") return ether(value);
    if (unit === "time") return value < 1n << 39n ? instant(Number(value)) : "no time that is set";
    return number(Number(value));
  });
}
