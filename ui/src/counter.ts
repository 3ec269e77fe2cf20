import "./styles/base.css";
import "./styles/controls.css";
import { chooseBackend } from "./backend/choose";
import { speak } from "./language/messages";

const target = document.getElementById("till");
if (target) {
  // A pretend till speaks, too: the words come first.
  await speak("en");
  const backend = await chooseBackend();
  const { mountCounter } = await import("./session/mount-counter");
  mountCounter(target, backend);
}
