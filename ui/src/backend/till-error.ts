import type { TillError } from "../contract";

/** Whether this is what the till rejects a call with. */
export function isTillError(value: unknown): value is TillError {
  return (
    typeof value === "object" && value !== null && "code" in value && typeof value.code === "string"
  );
}
