// Starts the page.
import { start } from "../app.js";

start([]);
