// Every test reads numbers and dates as a British reader would, whatever machine it runs on.
Object.defineProperty(navigator, "language", { value: "en-GB", configurable: true });
