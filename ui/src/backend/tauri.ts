import { Channel, convertFileSrc, invoke } from "@tauri-apps/api/core";
import { isTillError } from "./till-error";
import type { CustomerScene, TillError, TillEvent } from "../contract";
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
  freshPage: command("fresh_page"),
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
  tillSettings: command("till_settings"),
  changeSettings: command("change_settings"),
  proveRefund: command("prove_refund"),
  history: command("history"),
  verifyHistory: command("verify_history"),
  exportHistory: command("export_history"),
  backups: command("backups"),
  backUp: command("back_up"),
  lookIntoBackup: command("look_into_backup"),
  restoreBackup: command("restore_backup"),
  previewLog: command("preview_log"),
  exportLog: command("export_log"),
  thisComputer: command("this_computer"),
  setStartAtLogin: command("set_start_at_login"),
  endClosing: command("end_closing"),
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
  tryWith: command("try_with"),
  recentWords: command("recent_words"),
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
  exportSales: command("export_sales"),
  copyId: command("copy_id"),
  dayTotals: command("day_totals"),
  copyLink: command("copy_link"),
  copyForEmail: command("copy_for_email"),
  copyMessage: command("copy_message"),
  copyQr: command("copy_qr"),
  openInMail: command("open_in_mail"),
  saveEmail: command("save_email"),
  saveQr: command("save_qr"),
  saveSlip: command("save_slip"),
  printSlip: command("print_slip"),
  openPayPage: command("open_pay_page"),
  showToCustomer: command("show_to_customer"),
  raiseCustomerDisplay: command("raise_customer_display"),
  displays: command("displays"),
  chooseDisplay: command("choose_display"),
  fillDisplay: command("fill_display"),
  setIdlePicture: command("set_idle_picture"),
  clearIdlePicture: command("clear_idle_picture"),
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
  customerDisplay: (listener: (scene: CustomerScene) => void) =>
    send("customer_display", { scenes: channel(listener) }),
  slipAddress: (link, paper) => `${convertFileSrc(link, "slip")}?paper=${paper}`,
  qrAddress: (link, devicePixels) => `${convertFileSrc(link, "qr")}?px=${devicePixels}`,
  idlePictureAddress: (picture) => convertFileSrc(picture, "idle"),
  pictureAddress: (product, picture) => `${convertFileSrc(product, "product")}?v=${picture}`,
};
