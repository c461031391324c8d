/**
 * What assistant-ui takes from radix-ui/internal, each from its own package: next.config.ts has it found here. The original
 * changes one of its exports as it is loaded, so that a bundler keeps all of it: menus, popovers and what places them.
 */
export { composeEventHandlers } from "@radix-ui/primitive";
export * as Collection from "@radix-ui/react-collection";
export { useComposedRefs } from "@radix-ui/react-compose-refs";
export { Primitive } from "@radix-ui/react-primitive";
export { useCallbackRef } from "@radix-ui/react-use-callback-ref";
export { useControllableState } from "@radix-ui/react-use-controllable-state";
export { useEscapeKeydown } from "@radix-ui/react-use-escape-keydown";
