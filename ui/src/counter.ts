import "./styles/base.css";
import "./styles/controls.css";
import { beginTheme } from "./look/theme";
import { chooseBackend } from "./backend/choose";
import { speak } from "./language/messages";
import { earlyKeys } from "./keys/early";
import { toSpeak } from "./language/follow";

earlyKeys.listen();
beginTheme();
const target = document.getElementById("till");
if (target) {
  const backend = await chooseBackend();
  // Where the till cannot say in which language, it has to say in some language why.
  const session = await backend.session().catch(() => null);
  await speak(toSpeak(session?.look.language ?? null));
  const { mountCounter } = await import("./session/mount-counter");
  mountCounter(target, backend);
}
