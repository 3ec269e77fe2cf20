import { mount } from "svelte";
import "./styles/base.css";
import { chooseBackend } from "./backend/choose";
import { speak } from "./language/messages";

const target = document.getElementById("till");
if (target) {
  // A pretend till speaks, too: the words come first.
  await speak("en");
  const backend = await chooseBackend();
  const { default: CustomerDisplay } = await import("./customer/CustomerDisplay.svelte");
  mount(CustomerDisplay, { target, props: { backend } });
}
