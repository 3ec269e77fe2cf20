import { Lazily } from "./lazily.svelte";

/** What of the counter page is not needed to take a payment. */
export const SCREENS = {
  firstStart: new Lazily(() => import("../start/FirstStart.svelte")),
  keys: new Lazily(() => import("../keys/KeySheet.svelte")),
  history: new Lazily(() => import("../history/HistoryScreen.svelte")),
  person: new Lazily(() => import("../person/PersonScreen.svelte")),
  products: new Lazily(() => import("../products/ProductsScreen.svelte")),
  sales: new Lazily(() => import("../sales/SalesScreen.svelte")),
  settings: new Lazily(() => import("../settings/SettingsScreen.svelte")),
  whichScreen: new Lazily(() => import("../display/WhichScreenDialog.svelte")),
  task: new Lazily(() => import("../sale/SaleTask.svelte")),
};

/** Fetches all of it. Done as soon as the till stands, so that nobody waits for a screen. */
export async function fetchScreens(): Promise<void> {
  await Promise.all(Object.values(SCREENS).map((screen) => screen.fetch()));
}
