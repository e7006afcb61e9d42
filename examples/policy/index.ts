import { PolicyPack } from "@pulumi/policy";
import { allowedTimezones } from "./allowed-timezones";
import { descriptionOrOwner } from "./description-or-owner";
import { enabledEnvironments } from "./enabled-environments";
import { minimumInterval } from "./minimum-interval";
import { scheduleLimit } from "./schedule-limit";
import { secretParameters } from "./secret-parameters";

new PolicyPack("skyvern", {
  enforcementLevel: "mandatory",
  policies: [
    allowedTimezones,
    minimumInterval,
    enabledEnvironments,
    descriptionOrOwner,
    scheduleLimit,
    secretParameters,
  ],
});
