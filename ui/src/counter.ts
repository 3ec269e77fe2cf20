import "./styles/base.css";
import "./styles/controls.css";
import { chooseBackend } from "./backend/choose";
import { speak } from "./language/messages";

const target = document.getElementById("till");
if (target) {
  const [backend] = await Promise.all([chooseBackend(), speak("en")]);
  const { mountCounter } = await import("./session/mount-counter");
  mountCounter(target, backend);
}
