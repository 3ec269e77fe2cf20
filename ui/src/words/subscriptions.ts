import { calendarDay } from "../time/format";
import { errorWords } from "./errors";
import { m } from "../language/messages";
import { money } from "../money/format";
import type { Money, Period, Schedule, SubscriptionState, SubscriptionView } from "../contract";

const RHYTHMS: Record<Period, (figure: { count: number }) => string> = {
  DAY: m.rhythm_days,
  WEEK: m.rhythm_weeks,
  MONTH: m.rhythm_months,
};

export const PERIODS: Record<Period, () => string> = {
  DAY: m.period_days,
  WEEK: m.period_weeks,
  MONTH: m.period_months,
};

function figures({ each, every, period, startsOn, times }: Schedule) {
  return {
    each: money(each),
    rhythm: RHYTHMS[period]({ count: every }),
    from: calendarDay(startsOn),
    times: m.times_in_all({ count: times }),
  };
}

/** `€10.00 every month from 1 Dec 2026, 12 times` */
export function planWords(schedule: Schedule): string {
  return m.subscription_plan(figures(schedule));
}

/** `€25.00 now, then €10.00 every month from 1 Dec 2026, 12 times` */
export function subscriptionWords(now: Money, schedule: Schedule): string {
  return m.kind_says_subscription({ now: money(now), ...figures(schedule) });
}

const STATES: Record<SubscriptionState, () => string> = {
  CHARGING: m.subscription_charging,
  STOPPING: m.subscription_stopping,
  STOPPED: m.subscription_stopped,
  RESUMING: m.subscription_resuming,
  OVER: m.subscription_over,
};

export function subscriptionState({ state }: SubscriptionView): string {
  return STATES[state]();
}

/** Why the provider did not stop it or charge again; null where it never refused. */
export function subscriptionRefusal({ error }: SubscriptionView): string | null {
  return error && m.subscription_refused({ reason: errorWords(error) });
}
