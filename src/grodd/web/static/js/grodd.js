// Everything here is a convenience: each page does its work without it.
import { watchDialogs } from "./dialogs.js";
import { watchForms } from "./forms.js";

watchDialogs(document);
watchForms(document);
