// A whole page that says one thing: what happened, and what to do about it.
export function Statement({ title, text }: { title: string; text: string }) {
  return (
    <main className="statement">
      <div role="alert">
        <h1>{title}</h1>
        <p>{text}</p>
      </div>
      <button type="button" className="button" onClick={() => window.location.reload()}>
        Try again
      </button>
    </main>
  );
}
