export function Climate({ station }: { station: number | undefined }) {
  return <h1>Climate {station}</h1>;
}
