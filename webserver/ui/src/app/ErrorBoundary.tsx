import { Component, type ReactNode } from "react";
import { Button } from "../components/Button.tsx";
import { ErrorBox } from "../components/Feedback.tsx";
import { asApiError } from "../api/errors.ts";

interface Props {
  readonly children: ReactNode;
}

/** Keeps a bug in one page from taking the whole page away. */
export class ErrorBoundary extends Component<Props, { readonly error: unknown }> {
  override state = { error: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === undefined) return this.props.children;
    return (
      <div className="page">
        <ErrorBox error={asApiError(error)} what="This page failed to draw itself. That is a bug in Rondo." />
        <Button onClick={() => this.setState({ error: undefined })}>Draw it again</Button>
      </div>
    );
  }
}
