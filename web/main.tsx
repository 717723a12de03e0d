// Composition root: reads the deploy record, wires chain and queries, renders.
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./App.tsx";
import { readerOf } from "./client.ts";
import { Statement } from "./components/Statement.tsx";
import { DeploymentError, loadDeployment } from "./deployment.ts";
import { withOwnNode } from "./node/own.ts";
import { applyTheme } from "./theme.ts";
import { WorldContext } from "./world.ts";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/frame.css";
import "./styles/states.css";
import "./styles/forms.css";
import "./styles/layout.css";
import "./styles/components.css";
import "./styles/almanac.css";

applyTheme();

const root = createRoot(document.getElementById("root")!);
const queries = new QueryClient({
  // A read either works or waits for the next block; three silent retries would only delay the words.
  // A local node answers without the internet too, so being offline must not pause the questions.
  defaultOptions: {
    queries: { retry: 1, refetchOnWindowFocus: false, networkMode: "always" },
    mutations: { networkMode: "always" },
  },
});

try {
  const deployment = withOwnNode(await loadDeployment(document.baseURI));
  const client = readerOf(deployment);
  root.render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <WorldContext value={{ deployment, client }}>
          <App />
        </WorldContext>
      </QueryClientProvider>
    </StrictMode>,
  );
} catch (error) {
  const text =
    error instanceof DeploymentError
      ? error.message
      : `The page could not start: ${error instanceof Error ? error.message : String(error)}`;
  root.render(<Statement title="Heliotrope cannot start" text={text} />);
}
