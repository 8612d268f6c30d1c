// Every language that a request can be shown in. `render` takes what `sampleCall` of call.js makes, and gives a text.

import { goSample } from "./go.js";
import { javaSample } from "./java.js";
import { oldPythonSample, pythonSample } from "./python.js";
import { rustSample } from "./rust.js";
import { commandSample, curlSample } from "./shell.js";
import { typescriptSample } from "./typescript.js";

/** The languages, in the order in which they are offered. */
export const SAMPLES = [
  { id: "curl", title: "curl", language: "bash", render: curlSample },
  { id: "rust", title: "Rust", language: "rust", render: rustSample },
  { id: "python", title: "Python", language: "python", render: pythonSample },
  { id: "python-old", title: "Python (older client)", language: "python", render: oldPythonSample },
  { id: "typescript", title: "TypeScript", language: "typescript", render: typescriptSample },
  { id: "java", title: "Java", language: "java", render: javaSample },
  { id: "go", title: "Go", language: "go", render: goSample },
  { id: "cli", title: "Command line of the vendor", language: "bash", render: commandSample },
];
