import { m } from "../language/messages";
import type { Environment } from "../contract";

const ENVIRONMENTS: Record<Environment, () => string> = {
  LIVE: m.environment_live,
  SANDBOX: m.environment_sandbox,
  PRACTICE: m.environment_practice,
};

export function environmentName(environment: Environment): string {
  return ENVIRONMENTS[environment]();
}
