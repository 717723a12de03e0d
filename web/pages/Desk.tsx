export function Desk() {
  return <h1>Your plants</h1>;
}
