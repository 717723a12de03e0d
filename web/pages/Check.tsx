export function Check() {
  return <h1>Check a picture</h1>;
}
