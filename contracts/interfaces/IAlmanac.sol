// SPDX-License-Identifier: MIT
pragma solidity ^0.8.30;

import {SkyInputs} from "../types/MerkleLayout.sol";

/// @notice What the almanac is set up with; the same for every epoch.
struct Rules {
    /// Windows, in seconds. The first three follow each other from the climate's acceptance.
    uint32 commitSeconds;
    uint32 revealSeconds;
    uint32 challengeSeconds;
    /// For the answer to a demand, and after each answer for what follows from it.
    uint32 answerSeconds;
    uint32 followUpSeconds;
    /// Wei that each commit locks, that an epoch pays, and that a demand costs at least.
    uint96 bond;
    uint96 pot;
    uint96 demandFloor;
}

/// @notice What became of an epoch.
enum Outcome {
    /// Not finalized.
    Open,
    /// One root stands.
    Decided,
    /// None or several stand: no root is the epoch's, and nobody is paid.
    Void
}

/// @notice Why a root fell.
enum Ground {
    /// The engine paints another run.
    Run,
    /// The token's sky is painted from other inputs.
    Inputs,
    /// Something lies where nothing may.
    Padding,
    /// A demand was not answered.
    Silence
}

/// @notice A keeper's account.
struct Account {
    /// Wei that may be withdrawn, or locked by a commit.
    uint96 balance;
    /// 1 for the first; 0 for whoever never came here.
    uint32 id;
    /// Commits whose bonds are locked.
    uint32 locked;
}

/// @notice What a keeper said about an epoch: committed (a commitment, no root), revealed (a root).
struct Word {
    address keeper;
    bytes32 commitment;
    bytes32 root;
    /// The bond was settled.
    bool settled;
}

/// @notice One root of an epoch.
struct Stand {
    /// The first keeper that revealed it.
    address first;
    /// How many revealed it: each stands behind it with a bond.
    uint32 keepers;
    /// Demands that wait for an answer.
    uint24 openDemands;
    bool fallen;
    /// Who felled it, in which block, and whether that was intended a block before.
    address felledBy;
    uint40 fellAt;
    bool intended;
    /// The reward was credited and the rest burned.
    bool claimed;
}

/// @notice Where an epoch stands.
struct EpochState {
    Outcome outcome;
    /// The first keeper that revealed the epoch's root, once it is decided.
    address winner;
    /// Wei for each keeper behind it.
    uint96 share;
    /// Roots that were revealed and have not fallen.
    uint24 standing;
    /// Demands against them that wait for an answer.
    uint24 openDemands;
    /// When the last follow-up ends; Unix seconds.
    uint40 waitUntil;
}

/// @notice A node of an epoch's tree and how it is reached, see contracts/types/MerkleLayout.sol.
struct Node {
    uint256 height;
    uint256 index;
    bytes32 hash;
    /// Of the token that the node lies under; not looked at from height 12 on.
    SkyInputs inputs;
    /// 26 - height siblings, bottom up.
    bytes32[] path;
}

/// @notice A demand: a keeper behind the root should show what lies under a node.
struct Demand {
    address demander;
    /// Zero while nobody has answered.
    address answerer;
    /// Wei.
    uint96 bond;
    /// Unix seconds.
    uint40 deadline;
    /// Zero while nobody has answered.
    uint40 answeredAt;
    /// The bond was credited.
    bool settled;
}

/// @title The almanac: keepers commit to, reveal and defend the root of all rasters of an epoch
/// @notice One epoch, from the climate's acceptance on:
///
/// | window    | while                                  | what                                          |
/// |-----------|----------------------------------------|-----------------------------------------------|
/// | commit    | now < commitEnds                       | `commit`, which locks a bond                  |
/// | reveal    | commitEnds <= now < revealEnds         | `reveal`                                      |
/// | challenge | revealEnds <= now, until finalized     | `challenge`, `challengeInputs`, `challengePadding` |
/// | demand    | revealEnds <= now < challengeEnds      | `demand`; later only what follows from an answer |
/// | finalize  | challengeEnds <= now, nothing waits    | `finalize`, then `settle` and `claim`         |
///
/// What is judged is the root. Keepers stand behind it, and if it falls, every bond behind it in that epoch
/// is lost: half to whoever felled it, the rest burned. A root is named by any keeper that revealed it.
/// `tokenURI` never reads any of this.
interface IAlmanac {
    /// @notice `amount` wei came onto the account of `keeper`.
    event Deposited(address indexed keeper, uint256 amount);
    /// @notice `keeper` had `amount` wei sent to `to`.
    event Withdrawn(address indexed keeper, address indexed to, uint256 amount);
    /// @notice The treasury that pots come from grew by `amount` wei.
    event Funded(address indexed by, uint256 amount);

    event Committed(uint256 indexed epoch, address indexed keeper, bytes32 commitment);
    event Revealed(uint256 indexed epoch, address indexed keeper, bytes32 indexed root, bytes cid);
    /// @notice `keeper` did not reveal, and `by` had its penalty taken.
    event Expired(
        uint256 indexed epoch,
        address indexed keeper,
        address indexed by,
        uint256 reward,
        uint256 burned
    );

    event Intended(bytes32 indexed intent, address indexed by);
    /// @notice A root fell, or another challenger took precedence.
    event Felled(uint256 indexed epoch, bytes32 indexed root, address indexed by, Ground ground);
    event Demanded(
        uint256 indexed epoch,
        bytes32 indexed root,
        uint256 height,
        uint256 index,
        bytes32 hash,
        address demander,
        uint256 bond,
        uint256 deadline
    );
    /// @notice The whole answer: it is on chain, for everybody.
    event Answered(
        uint256 indexed epoch,
        bytes32 indexed root,
        uint256 height,
        uint256 index,
        bytes32 hash,
        address answerer,
        bytes data
    );
    event DemandRaised(bytes32 indexed root, uint256 height, uint256 index, uint256 bond);
    event DemandSettled(
        uint256 indexed epoch,
        bytes32 indexed root,
        uint256 height,
        uint256 index,
        address to,
        uint256 bond
    );

    /// @param root zero when void.
    event Finalized(uint256 indexed epoch, Outcome outcome, bytes32 root, uint256 share);
    /// @param amount wei: the bond and a share of the pot, or nothing where the root fell.
    event Settled(uint256 indexed epoch, address indexed keeper, uint256 amount);
    /// @notice What stood behind a fallen root: `reward` to `by`, `burned` to nobody.
    event Claimed(
        uint256 indexed epoch,
        bytes32 indexed root,
        address indexed by,
        uint256 reward,
        uint256 burned
    );

    /// @notice A window or an amount is zero.
    error RuleZero();
    /// @notice The climate has not accepted this epoch: there is nothing to render.
    error EpochNotAccepted(uint256 epoch);
    /// @notice Commits closed at `commitEnds`.
    error CommitClosed(uint256 epoch, uint256 commitEnds);
    /// @notice Reveals open at `commitEnds` and close at `revealEnds`.
    error RevealClosed(uint256 epoch, uint256 commitEnds, uint256 revealEnds);
    /// @notice A commitment begins with its keeper's first four bytes and ends with the bits 01: this one is
    /// somebody else's, or none.
    error CommitmentMalformed(bytes32 commitment);
    /// @notice This keeper has committed to the epoch already; a commitment cannot be changed.
    error AlreadyCommitted(uint256 epoch, address keeper);
    /// @notice Each commit locks `bond` wei, and the account has only `balance` free: deposit more.
    error BondMissing(uint256 balance, uint256 bond);
    /// @notice What is revealed is not what this keeper committed to, or it revealed already.
    error CommitmentMismatch(bytes32 committed, bytes32 revealed);
    /// @notice A root is not zero, and its last two bits are.
    error RootMalformed(bytes32 root);
    /// @notice A CID here is a binary CIDv1 (first byte 1) of 1 to 64 bytes.
    error CidInvalid();
    /// @notice `keeper` has no commitment to the epoch that waits for its reveal.
    error NothingToExpire(uint256 epoch, address keeper);
    /// @notice `keeper` has revealed nothing for the epoch.
    error NotRevealed(uint256 epoch, address keeper);

    /// @notice The account has only `balance` wei free.
    error BalanceTooLow(uint256 balance, uint256 wanted);
    error RecipientZero();

    /// @notice Challenges and demands open at `revealEnds`.
    error RevealsOpen(uint256 epoch, uint256 revealEnds);
    /// @notice The epoch is finalized: its roots are judged.
    error AlreadyFinalized(uint256 epoch);
    /// @notice The epoch is not finalized yet.
    error NotFinalized(uint256 epoch);
    /// @notice This root has fallen, and nobody takes precedence with this challenge.
    error AlreadyFallen(bytes32 root);
    /// @notice This root has not fallen.
    error NotFallen(bytes32 root);
    /// @notice This was put down already, in block `since`.
    error AlreadyIntended(uint256 since);
    /// @notice An intent counts from the block after its own; this one was put down in block `since` (0: never).
    /// From `challengeEnds` on no challenge goes without one: a copy and `finalize` in one block could otherwise
    /// outrun whoever found the lie.
    error IntentTooYoung(uint256 since);
    /// @notice The path leads to `found`, not to the root.
    error PathMismatch(bytes32 root, bytes32 found);
    /// @notice There is no such node, or the path has not 26 - height siblings.
    error NodeInvalid(uint256 height, uint256 index);
    /// @notice A run is 48 bytes, 3,600 to a raster.
    error RunInvalid(uint256 run, uint256 length);
    /// @notice The chain says the same as the root: the challenge fails.
    error RootHolds(bytes32 root);

    /// @notice A demand costs at least `bond` wei now.
    error DemandTooLow(uint256 sent, uint256 bond);
    /// @notice Demands closed at `challengeEnds`, and this one follows from no recent answer.
    error DemandClosed(uint256 epoch, uint256 challengeEnds);
    /// @notice This node is demanded already.
    error AlreadyDemanded(uint256 height, uint256 index);
    /// @notice Nobody demanded this node (of this hash).
    error NotDemanded(uint256 height, uint256 index);
    /// @notice This demand is answered.
    error AlreadyAnswered(uint256 height, uint256 index);
    /// @notice An answer has `expected` bytes here.
    error AnswerInvalid(uint256 length, uint256 expected);
    /// @notice The answer is due at `deadline`.
    error AnswerNotDue(uint256 deadline);
    /// @notice An answer costs more than the demand pays at this base fee: raise it to `bond` wei, or wait.
    error DemandBelowGas(uint256 sent, uint256 bond);
    /// @notice The bond was credited already.
    error AlreadySettled();

    /// @notice The epoch can be finalized from `from` on, when no demand waits.
    error TooEarly(uint256 from, uint256 openDemands);

    /// @notice Pays the ether sent in onto the account of `keeper`.
    function deposit(address keeper) external payable;

    /// @notice Sends `amount` wei of the caller's balance to `to`.
    function withdraw(address to, uint256 amount) external;

    /// @notice Pays the ether sent in into the treasury that pots come from. Nobody can take it out again but
    /// by keeping.
    function fund() external payable;

    /// @notice Commits the caller to an epoch and locks a bond.
    function commit(uint256 epoch, bytes32 commitment) external;

    /// @notice Reveals what the caller committed to.
    /// @param cid where the rasters are kept: a binary CIDv1. Advice only; the first one of a root counts.
    function reveal(uint256 epoch, bytes32 root, bytes calldata cid, bytes32 salt) external;

    /// @notice Takes a quarter of the bond of a keeper that committed and did not reveal: half of that to the
    /// caller, half burned. The rest is free again.
    function expire(uint256 epoch, address keeper) external;

    /// @notice Puts an intent down, so that nobody can take what a challenge tells from the mempool.
    /// @param intent see `hashIntent`.
    function intend(bytes32 intent) external;

    /// @notice Fells the root that `keeper` revealed when the engine paints another run.
    /// @param run 0 to 3,599.
    /// @param pixels what the tree says, 48 bytes.
    /// @param inputs what the tree says that the token is painted from; they are not judged here.
    /// @param path 26 siblings: 12 in the token's tree, 14 above it.
    /// @param salt of an intent of the caller's for (root, height 0, leaf index); zero for none. A challenge
    /// without one is a bare one, good until `challengeEnds`: until the epoch is finalized, whoever had an
    /// intent before it fell takes its place with a challenge that succeeds.
    function challenge(
        uint256 epoch,
        address keeper,
        uint256 tokenId,
        uint256 run,
        bytes calldata pixels,
        SkyInputs calldata inputs,
        bytes32[] calldata path,
        bytes32 salt
    ) external;

    /// @notice Fells the root that `keeper` revealed when the token's sky was painted from other inputs.
    /// @param runs the root of the token's runs.
    /// @param path 14 siblings.
    /// @param salt of an intent for (root, height 12, token id), or zero.
    function challengeInputs(
        uint256 epoch,
        address keeper,
        uint256 tokenId,
        SkyInputs calldata inputs,
        bytes32 runs,
        bytes32[] calldata path,
        bytes32 salt
    ) external;

    /// @notice Fells the root that `keeper` revealed when a node, under which there are only tokens not born
    /// by the epoch or only unused runs, is not made of zeros. At height 26 the root is compared, since it tells
    /// nothing of the top's last two bits.
    /// @param salt of an intent for (root, height, index), or zero.
    function challengePadding(uint256 epoch, address keeper, Node calldata node, bytes32 salt)
        external;

    /// @notice Demands to see what lies under a node of the root that `keeper` revealed:
    ///
    /// | height | answer, `data`                                                            |
    /// |--------|---------------------------------------------------------------------------|
    /// | 26, 19 | its 128 descendants seven levels below, 32 bytes each                     |
    /// | 12     | a token: model, latent, condition, and the 64 nodes at height 6           |
    /// | 6      | the pixels of its 64 runs, 48 bytes each; fewer where runs are unused     |
    ///
    /// The ether sent in, at least `demandBond()`, pays whoever answers if the root stands, and comes back if
    /// it falls. The node at height 26 is the root itself, whatever the last two bits of the hash: a demand
    /// for a top that nobody can know would fell an honest root.
    function demand(uint256 epoch, address keeper, Node calldata node) external payable;

    /// @notice Adds the ether sent in to a demand that waits: where the base fee has risen, silence proves
    /// nothing until an answer is paid for.
    function raise(uint256 epoch, address keeper, uint256 height, uint256 index, bytes32 hash)
        external
        payable;

    /// @notice Answers a demand. Anyone may.
    function answer(
        uint256 epoch,
        address keeper,
        uint256 height,
        uint256 index,
        bytes calldata data
    ) external;

    /// @notice Fells a root for whose demand nobody had an answer by the deadline, for its demander.
    function silence(uint256 epoch, address keeper, uint256 height, uint256 index, bytes32 hash)
        external;

    /// @notice Credits the bond of a demand: to the demander once the root has fallen, to whoever answered
    /// once the epoch is finalized and it stands.
    function settleDemand(
        uint256 epoch,
        address keeper,
        uint256 height,
        uint256 index,
        bytes32 hash
    ) external;

    /// @notice Judges the epoch, once nothing waits.
    /// @param keeper anyone that revealed the root that stands; not looked at when none or several do.
    function finalize(uint256 epoch, address keeper) external;

    /// @notice Frees the bond of `keeper` in a finalized epoch and credits its share of the pot, unless its
    /// root fell.
    function settle(uint256 epoch, address keeper) external;

    /// @notice Once the epoch is finalized: credits half the bonds behind the fallen root that `keeper`
    /// revealed to whoever felled it, and burns the rest.
    function claim(uint256 epoch, address keeper) external;

    /// @notice The root that the epoch was decided for, and the first keeper behind it (its `Revealed` event
    /// has the CID). Both are zero unless the epoch is decided and the token was born by then.
    function artworkAt(uint256 tokenId, uint256 epoch)
        external
        view
        returns (Outcome outcome, bytes32 root, address keeper);

    /// @notice What every commitment and every leaf of the epoch is bound to:
    /// keccak256(abi.encode(keccak256("Heliotrope.Job"), chainId, almanac, epoch, climateHash)).
    /// Reverts when the epoch was not accepted.
    function jobOf(uint256 epoch) external view returns (bytes32);

    /// @notice The commitment of a keeper, see contracts/types/MerkleLayout.sol. Reverts when the epoch was not
    /// accepted.
    function hashCommitment(
        uint256 epoch,
        bytes32 root,
        bytes calldata cid,
        bytes32 salt,
        address keeper
    ) external view returns (bytes32);

    /// @notice An intent, see contracts/types/MerkleLayout.sol.
    function hashIntent(
        uint256 epoch,
        bytes32 root,
        uint256 height,
        uint256 index,
        address challenger,
        bytes32 salt
    ) external view returns (bytes32);

    /// @notice When the windows of the epoch end, in Unix seconds. Zeros when it was not accepted.
    function windowsOf(uint256 epoch)
        external
        view
        returns (uint256 commitEnds, uint256 revealEnds, uint256 challengeEnds);

    function epochOf(uint256 epoch) external view returns (EpochState memory);

    function wordOf(uint256 epoch, address keeper) external view returns (Word memory);

    /// @notice What the accounts with the ids `first`.. said about an epoch, those that said nothing left out.
    /// @param count how many accounts to look at, at most 200.
    function wordsOf(uint256 epoch, uint256 first, uint256 count)
        external
        view
        returns (Word[] memory);

    /// @notice The root that `keeper` revealed. Reverts where it revealed none.
    function standOf(uint256 epoch, address keeper) external view returns (Stand memory);

    function demandOf(uint256 epoch, bytes32 root, uint256 height, uint256 index, bytes32 hash)
        external
        view
        returns (Demand memory);

    /// @notice The block of an intent, zero where there is none.
    function intentOf(bytes32 intent) external view returns (uint256);

    function accountOf(address keeper) external view returns (Account memory);

    /// @notice Ids run from 1 to this.
    function accountCount() external view returns (uint256);

    /// @notice Whose account an id is; zero for none.
    function accountAt(uint256 id) external view returns (address);

    /// @notice What a demand costs now: max(demandFloor, 2 * base fee * 220,000 gas), in wei.
    function demandBond() external view returns (uint256);

    /// @notice Wei for pots. An empty treasury pays nothing and stops nothing.
    function treasury() external view returns (uint256);

    function rules() external view returns (Rules memory);
}
