/** Keys as the owner types them. They live as long as their form, and in no draft. */
export class TypedKeys {
  main = $state("");
  payout = $state("");
  reports = $state("");
  webhook = $state("");

  clear(): void {
    this.main = "";
    this.payout = "";
    this.reports = "";
    this.webhook = "";
  }
}
