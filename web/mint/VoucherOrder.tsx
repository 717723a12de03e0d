// Bringing a voucher: what it promises is shown and tried on the node before anybody is asked to pay.
import { useQuery } from "@tanstack/react-query";
import { useConnection } from "wagmi";
import { Facts, Hash } from "../components/Facts.tsx";
import { useStations } from "../queries/stations.ts";
import { failureOf } from "../wallet/failure.ts";
import type { Transaction } from "../wallet/transaction.ts";
import { count, ether, instant } from "../words.ts";
import { addressOf, useWorld } from "../world.ts";
import { Checkout } from "./Checkout.tsx";
import type { Drafting } from "./draft.ts";
import { DRAWN } from "./order.ts";
import { Papers } from "./Papers.tsx";
import { span } from "./span.ts";
import { parseVoucher, type SignedVoucher, tryVoucher, voucherCall } from "./voucher.ts";

interface VoucherOrderProps {
  time: number;
  transaction: Transaction;
  drafting: Drafting;
}

export function VoucherOrder({ time, transaction, drafting }: VoucherOrderProps) {
  const world = useWorld();
  const { address } = useConnection();
  const { data: stations } = useStations();
  const { draft, change } = drafting;
  const signed = draft.voucher;
  const trial = useTrial(signed);
  if (!signed) {
    return (
      <Papers label="Choose a file" parse={parseVoucher} onRead={(voucher) => change({ voucher })}>
        Drop the voucher that you were given. What it promises is shown before you pay.
      </Papers>
    );
  }
  const { voucher } = signed;
  const quantity = Number(voucher.quantity);
  const total = voucher.price * voucher.quantity;
  const home = stations?.[Number(voucher.home)];
  const isOthers = address && address.toLowerCase() !== voucher.recipient.toLowerCase();
  const left = Number(voucher.deadline) - time;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const call = voucherCall(addressOf(world, "Heliotrope"), signed);
        transaction.send([call], `Mint ${count(quantity, "plant")}`);
      }}
    >
      <Facts
        rows={[
          ["Promises", `${count(quantity, "plant")} for ${ether(voucher.price)} each`],
          ["To", <Hash key="to" value={voucher.recipient} />],
          [
            "Home",
            voucher.home === BigInt(DRAWN)
              ? "drawn by germination"
              : (home?.name ?? `station ${voucher.home}`),
          ],
          [
            "Good until",
            left >= 0
              ? `${instant(Number(voucher.deadline))}, for another ${span(left)}`
              : instant(Number(voucher.deadline)),
          ],
        ]}
      />
      <div role="status">
        {trial.data === "good" && <p className="notice good">The contract takes this voucher.</p>}
        {isOthers && (
          <p className="notice">
            The plants go to the account above, which is not the connected one. Whoever brings the
            voucher pays.
          </p>
        )}
      </div>
      <div role="alert">
        {trial.error && <p className="notice bad">{failureOf(trial.error).sentence}</p>}
      </div>
      <Checkout
        quantity={quantity}
        total={total}
        calls={1}
        transaction={transaction}
        obstacle={undefined}
      />
      <div>
        <button
          type="button"
          className="button quiet"
          onClick={() => change({ voucher: undefined })}
        >
          Take another voucher
        </button>
      </div>
    </form>
  );
}

/** Whether the contract would take it now; unknown where the node cannot lend ether for a trial. */
function useTrial(signed: SignedVoucher | undefined) {
  const world = useWorld();
  return useQuery({
    queryKey: ["voucher", signed?.signature],
    queryFn: () => tryVoucher(world.client, addressOf(world, "Heliotrope"), signed!),
    enabled: signed !== undefined,
    retry: false,
    gcTime: 0,
  });
}
