//! What the program may say.

/// Lists the texts: the name here, the key in the message files, and the placeholders.
macro_rules! keys {
    ($($(#[$doc:meta])+ $name:ident = $key:literal $(($($placeholder:literal),+))?;)+) => {
        /// A text of the message files.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Key {
            $($(#[$doc])+ $name,)+
        }

        impl Key {
            /// Every text.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Its key in the message files.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $key,)+
                }
            }

            /// What is filled in.
            pub fn placeholders(self) -> &'static [&'static str] {
                match self {
                    $(Self::$name => &[$($($placeholder),+)?],)+
                }
            }
        }
    };
}

keys! {
    /// The word on all that belongs to a practice account.
    PracticeWord = "environment_practice_word";
    /// The word on all that belongs to a sandbox account.
    SandboxWord = "environment_sandbox_word";

    /// On all that is sent for a practice sale.
    SharePracticeMark = "share_practice_mark";
    /// On all that is sent for a sandbox sale.
    ShareSandboxMark = "share_sandbox_mark";
    /// The subject of an email with a link.
    ShareSubject = "share_subject" ("shop", "amount");
    /// The same, where the amount is only reserved.
    ShareSubjectReservation = "share_subject_reservation" ("shop", "amount");
    /// The same, where the customer's card is only confirmed.
    ShareSubjectCard = "share_subject_card" ("shop");
    /// What the shop asks for.
    ShareAsk = "share_ask" ("shop", "amount");
    /// The same, where the amount is only reserved.
    ShareAskReservation = "share_ask_reservation" ("shop", "amount");
    /// The same, where the customer's card is only confirmed.
    ShareAskCard = "share_ask_card" ("shop");
    /// What becomes of the amount where the customer's card is only confirmed.
    ShareCardCheck = "share_card_check" ("amount");
    /// The button of an email.
    SharePay = "share_pay" ("amount");
    /// The same, where nothing is paid yet.
    ShareOpenPage = "share_open_page";
    /// Before the code in an email.
    ShareScanToo = "share_scan_too";
    /// In place of the code, where the mail program drops the picture.
    ShareCodeAlt = "share_code_alt" ("amount", "host");
    /// The same, where nothing is paid yet.
    ShareCodeAltCard = "share_code_alt_card" ("host");
    /// Before the address, below the button.
    ShareLinkBelow = "share_link_below";
    /// Before the address, where there is no button.
    ShareOpenLink = "share_open_link";
    /// The same, where nothing is paid yet.
    ShareOpenLinkCard = "share_open_link_card";
    /// Where the pay page is.
    SharePageHost = "share_page_host" ("host");
    /// When the link ends; the zone as `UTC+04:00`.
    ShareUntil = "share_until" ("moment", "zone");
    /// The same, where nothing is paid yet.
    ShareUntilCard = "share_until_card" ("moment", "zone");
    /// The shop's reference.
    ShareReference = "share_reference" ("reference");
    /// For whoever did not expect to be asked.
    ShareUnexpected = "share_unexpected" ("shop");
    /// The same, where nothing is paid yet.
    ShareUnexpectedCard = "share_unexpected_card" ("shop");
    /// The later charges of a subscription.
    ShareLaterCharges = "share_later_charges" ("each", "day", "times");
    /// How many days lie between two of them.
    ShareEveryDays = "share_every_days" ("every");
    /// How many weeks.
    ShareEveryWeeks = "share_every_weeks" ("every");
    /// How many months.
    ShareEveryMonths = "share_every_months" ("every");
    /// The customer's card is only charged later.
    CustomerReservation = "customer_reservation";
    /// Below the code on a slip.
    SlipScan = "slip_scan";
    /// Where the pay page is, on a slip.
    SlipPageHost = "slip_page_host" ("host");
    /// When the link ends, on a slip.
    SlipUntil = "slip_until" ("moment");
    /// The same, where nothing is paid yet.
    SlipUntilCard = "slip_until_card" ("moment");
    /// A payment came.
    NotifyPaid = "notify_paid" ("amount");
    /// A payment came on a link for several; what came in all.
    NotifyCollected = "notify_collected" ("amount");
    /// A payment came after its link was over.
    NotifyPaidLate = "notify_paid_late" ("amount");
    /// A payment came after staff had cancelled its link.
    NotifyPaidAfterCancel = "notify_paid_after_cancel" ("amount");
    /// A link was paid more often than it was made for.
    NotifyPaidTwice = "notify_paid_twice";
    /// What came is not what was asked.
    NotifyPaidDifferent = "notify_paid_different" ("amount");
    /// The title of the customer's window, where the system lists windows.
    DisplayWindow = "display_window";
    /// Why the screen stays awake, where the system says what keeps it so.
    DisplayAwake = "display_awake";
    /// In the tray: brings the counter to the front.
    TrayOpen = "tray_open";
    /// In the tray: locks the till.
    TrayLock = "tray_lock";
    /// In the tray: ends the program.
    TrayQuit = "tray_quit";
    /// In the tray: no sale waits for anything.
    TrayNoneOpen = "tray_none_open";
    /// In the tray: how many sales wait for something.
    TrayOpenSales = "tray_open_sales" ("count");
    /// In the tray: one of them.
    TraySale = "tray_sale" ("amount", "label");
}
