import { mount } from "svelte";
import "./styles/base.css";
import { chooseBackend } from "./backend/choose";
import { speak } from "./language/messages";

const target = document.getElementById("till");
if (target) {
  const [backend] = await Promise.all([chooseBackend(), speak("en")]);
  const { default: CustomerDisplay } = await import("./customer/CustomerDisplay.svelte");
  mount(CustomerDisplay, { target, props: { backend } });
}
