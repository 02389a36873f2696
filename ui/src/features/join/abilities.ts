export { lookAtAbilities, probeAbilities } from "../../lib/abilities";
