import type { ConnectForm } from "../contract";

/** What the owner typed to connect an account. It outlives the form; the key is never in it. */
export class ConnectDraft {
  environment = $state<ConnectForm["environment"]>("LIVE");
  name = $state("");
  appId = $state("");
  country = $state("");
  currencies = $state("");
  description = $state("");

  /** What the till takes, as a person may have written it. */
  form(appKey: string, sessionOnly: boolean): ConnectForm {
    return {
      provider: "GLOBAL_PAYMENTS",
      environment: this.environment,
      name: this.name.trim(),
      appId: this.appId.trim(),
      appKey: appKey.trim(),
      country: this.country.trim().toUpperCase(),
      currencies: this.currencies
        .toUpperCase()
        .split(/[\s,;]+/)
        .filter(Boolean),
      description: this.description.trim(),
      sessionOnly,
    };
  }

  clear(): void {
    this.environment = "LIVE";
    this.name = "";
    this.appId = "";
    this.country = "";
    this.currencies = "";
    this.description = "";
  }
}
