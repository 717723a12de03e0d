export function Keeper({ address }: { address: string }) {
  return <h1>Keeper {address}</h1>;
}
