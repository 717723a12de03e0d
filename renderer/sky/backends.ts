// What can paint a sky, and the three ways in which it may not: it is not there, it paints other bytes
// than it should, or it goes away. Each says what to do; none of them ever ends in a wrong picture.

/** Every engine by name, best first. `integer` is the reference in plain integers. */
export const BACKENDS = ["webgpu", "tensorflow", "webgl", "wasm", "cpu", "integer"] as const;
export type Backend = (typeof BACKENDS)[number];

/** A backend that cannot be started here. */
export class BackendAbsent extends Error {
  override name = "BackendAbsent";
  constructor(backend: Backend, why: string, remedy: string) {
    super(`the backend "${backend}" is not available: ${why}. ${remedy}`);
  }
}

/** A backend that paints other bytes than the model promises. */
export class BackendRefused extends Error {
  override name = "BackendRefused";
  constructor(backend: string, got: string, expected: string) {
    super(
      `the backend "${backend}" does not paint exactly: the known picture hashes to ${got}, the model promises ${expected}. Use another backend (wasm and cpu are exact everywhere; webgl needs 32-bit float render targets).`,
    );
  }
}

/** A backend whose device went away, before or while it painted. Nothing that it had begun counts. */
export class BackendLost extends Error {
  override name = "BackendLost";
  constructor(backend: string, reason: string, options?: ErrorOptions) {
    super(
      `the backend "${backend}" was lost (${reason}). Ask for the picture again on another backend; wasm needs no device.`,
      options,
    );
  }
}
