import { mount } from "svelte";
import "./styles/base.css";
import CustomerDisplay from "./customer/CustomerDisplay.svelte";
import { chooseBackend } from "./backend/choose";

const target = document.getElementById("till");
if (target) {
  mount(CustomerDisplay, { target, props: { backend: await chooseBackend() } });
}
