import { money } from "../money/format";
import { m } from "../language/messages";
import type { Money, RefundPin, TillRules } from "../contract";

const sums = (limits: Money[]) => limits.map((limit) => money(limit)).join(", ");

const minutes = (seconds: number) => String(Math.round((seconds / 60) * 10) / 10);

function pinWords(rule: RefundPin): string {
  switch (rule.kind) {
    case "ALWAYS":
      return m.event_rule_pin_always();
    case "NEVER":
      return m.event_rule_pin_never();
    case "AFTER_MINUTES":
      return m.event_rule_pin_after({ minutes: String(rule.minutes) });
    case "ABOVE":
      return m.event_rule_pin_above({ sums: sums(rule.limits) });
  }
}

/** The rules of the till in one line, as the history tells them. */
export function rulesWords(rules: TillRules): string {
  const { eachLimit, dayLimit, lockAfterIdle } = rules;
  const parts = [
    pinWords(rules.refundPin),
    ...(eachLimit.length > 0 ? [m.event_rule_each({ sums: sums(eachLimit) })] : []),
    ...(dayLimit.length > 0 ? [m.event_rule_day({ sums: sums(dayLimit) })] : []),
    lockAfterIdle === null
      ? m.event_rule_no_idle()
      : m.event_rule_idle({ minutes: minutes(lockAfterIdle) }),
    ...(rules.lockAfterSale ? [m.event_rule_sale()] : []),
  ];
  return parts.join(" · ");
}
