import { mount } from "svelte";
import "./styles/base.css";
import "./styles/controls.css";
import CounterPage from "./counter/CounterPage.svelte";
import { chooseBackend } from "./backend/choose";
import { Counter } from "./counter/counter.svelte";

const target = document.getElementById("till");
if (target) {
  const counter = new Counter(await chooseBackend());
  mount(CounterPage, { target, props: { counter } });
}
