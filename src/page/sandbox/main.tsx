import { render } from "preact";
import { App } from "./app";

const place = document.getElementById("page");

if (place !== null) {
  place.replaceChildren();
  render(<App />, place);
}
