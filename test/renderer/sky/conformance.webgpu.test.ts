// WebGPU under Node: on a GPU where there is one, else on a driver that computes on the CPU.

import { describeEngine } from "./conformance.ts";

describeEngine("webgpu");
