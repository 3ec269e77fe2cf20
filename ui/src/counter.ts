import { mount } from "svelte";
import "./styles/base.css";
import "./styles/controls.css";
import CounterWindow from "./session/CounterWindow.svelte";
import { chooseBackend } from "./backend/choose";
import { TillWindow } from "./session/till-window.svelte";

const target = document.getElementById("till");
if (target) {
  const till = new TillWindow(await chooseBackend());
  mount(CounterWindow, { target, props: { till } });
}
