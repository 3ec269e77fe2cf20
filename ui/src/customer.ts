import { mount } from "svelte";
import "./styles/base.css";
import { beginTheme } from "./look/theme";
import { chooseBackend } from "./backend/choose";
import { Scenes } from "./customer/scenes.svelte";
import { speak } from "./language/messages";
import { toSpeak } from "./language/follow";

beginTheme();
const target = document.getElementById("till");
if (target) {
  const backend = await chooseBackend();
  const scenes = new Scenes();
  await scenes.listen(backend);
  await speak(toSpeak(scenes.now?.language ?? null));
  const { default: CustomerDisplay } = await import("./customer/CustomerDisplay.svelte");
  mount(CustomerDisplay, { target, props: { backend, scenes } });
}
