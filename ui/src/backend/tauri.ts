import { Channel, convertFileSrc, invoke } from "@tauri-apps/api/core";
import { isTillError } from "./till-error";
import type { CustomerPage, TillError, TillEvent } from "../contract";
import type { AskedOnce, Backend } from "./backend";

/** What the shell itself says (a command that is not allowed, say) has no code of ours. */
function asTillError(cause: unknown): TillError {
  return isTillError(cause) ? cause : { code: "UNKNOWN_ERROR" };
}

async function send<Answer>(name: string, args: Record<string, unknown>): Promise<Answer> {
  try {
    return await invoke<Answer>(name, args);
  } catch (cause) {
    throw asTillError(cause);
  }
}

function command<Name extends keyof AskedOnce>(name: Name) {
  return (args?: AskedOnce[Name]["takes"]): Promise<AskedOnce[Name]["gives"]> =>
    send(name, { ...args });
}

function channel<Message>(listener: (message: Message) => void): Channel<Message> {
  const messages = new Channel<Message>();
  messages.onmessage = listener;
  return messages;
}

/** The till behind the window. The only file that knows Tauri. */
export const tauriBackend: Backend = {
  session: command("session"),
  signIn: command("sign_in"),
  lock: command("lock"),
  stillHere: command("still_here"),
  recover: command("recover"),
  planFirstPin: command("plan_first_pin"),
  planRecoveryCode: command("plan_recovery_code"),
  proveRecoveryCode: command("prove_recovery_code"),
  staffList: command("staff_list"),
  addStaff: command("add_staff"),
  renameStaff: command("rename_staff"),
  setStaffRole: command("set_staff_role"),
  retireStaff: command("retire_staff"),
  setStaffPin: command("set_staff_pin"),
  changeOwnPin: command("change_own_pin"),
  tillRules: command("till_rules"),
  changeRules: command("change_rules"),
  proveRefund: command("prove_refund"),
  history: command("history"),
  verifyHistory: command("verify_history"),
  exportHistory: command("export_history"),
  tillState: command("till_state"),
  startPractice: command("start_practice"),
  nameShop: command("name_shop"),
  connectAccount: command("connect_account"),
  testConnection: command("test_connection"),
  replaceKey: command("replace_key"),
  changeAccount: command("change_account"),
  forgetAccount: command("forget_account"),
  chooseAccount: command("choose_account"),
  readAmount: command("read_amount"),
  prepareAccount: command("prepare_account"),
  createLink: command("create_link"),
  linkStatus: command("link_status"),
  refundPayment: command("refund_payment"),
  checkNotification: command("check_notification"),
  cancelLink: command("cancel_link"),
  changeLink: command("change_link"),
  setCharges: command("set_charges"),
  endHold: command("end_hold"),
  findCustomers: command("find_customers"),
  customerCard: command("customer_card"),
  saveCustomer: command("save_customer"),
  deleteCustomer: command("delete_customer"),
  chooseCustomer: command("choose_customer"),
  personCase: command("person_case"),
  decideCase: command("decide_case"),
  settleTotal: command("settle_total"),
  checkAsCustomer: command("check_as_customer"),
  openDashboard: command("open_dashboard"),
  openSales: command("open_sales"),
  findSales: command("find_sales"),
  saleDetail: command("sale_detail"),
  dayTotals: command("day_totals"),
  copyLink: command("copy_link"),
  openPayPage: command("open_pay_page"),
  showToCustomer: command("show_to_customer"),
  raiseCustomerDisplay: command("raise_customer_display"),
  listProducts: command("list_products"),
  saveProduct: command("save_product"),
  deleteProduct: command("delete_product"),
  orderProducts: command("order_products"),
  setProductPicture: command("set_product_picture"),
  clearProductPicture: command("clear_product_picture"),
  previewProductImport: command("preview_product_import"),
  importProducts: command("import_products"),
  exportProducts: command("export_products"),
  showInFolder: command("show_in_folder"),
  planTrouble: command("plan_trouble"),
  plannedTroubles: command("planned_troubles"),
  clearTroubles: command("clear_troubles"),
  watchTill: (listener: (event: TillEvent) => void) =>
    send("watch_till", { events: channel(listener) }),
  customerDisplay: (listener: (page: CustomerPage) => void) =>
    send("customer_display", { pages: channel(listener) }),
  qrAddress: (link, devicePixels) => `${convertFileSrc(link, "qr")}?px=${devicePixels}`,
  pictureAddress: (product, picture) => `${convertFileSrc(product, "product")}?v=${picture}`,
};
