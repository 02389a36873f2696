import js from "@eslint/js";
import importX from "eslint-plugin-import-x";
import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const features = ["sign-in", "scheduling", "registration", "messages", "overview", "settings", "join"];

// A feature may use components, lib and ipc; app/ is the one place where features meet.
const zones = [
  ...features.map((feature) => ({
    target: `./ui/src/features/${feature}`,
    from: "./ui/src/features",
    except: [`./${feature}`],
    message: "A feature never imports another: let them meet in app/.",
  })),
  { target: "./ui/src/features", from: "./ui/src/app", message: "Features don’t know the app around them." },
  { target: ["./ui/src/components", "./ui/src/lib"], from: ["./ui/src/features", "./ui/src/app"], message: "What is shared knows no feature." },
  { target: "./ui/src/lib", from: "./ui/src/components", message: "lib/ draws nothing." },
  { target: "./ui/src/ipc", from: ["./ui/src/features", "./ui/src/app", "./ui/src/components", "./ui/src/lib"], message: "ipc/ knows only the bindings." },
];

const onlyIn = (pattern, where) => ({ group: [pattern], message: `Only ${where} imports this.` });
const bridge = onlyIn("@tauri-apps/*", "ipc/");
const composite = onlyIn("@azure/communication-react", "features/join");

export default tseslint.config(
  { ignores: ["dist", "node_modules", "target", "test-output", "ui/src/bindings", "ui/public"] },
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ["**/*.{ts,tsx,js}"] })),
  {
    files: ["ui/**/*.{ts,tsx}"],
    plugins: { "import-x": importX, "react-hooks": reactHooks },
    languageOptions: { parserOptions: { project: "./ui/tsconfig.json", tsconfigRootDir: import.meta.dirname } },
    settings: { "import-x/resolver-next": [importX.createNodeResolver({ extensions: [".ts", ".tsx", ".js"] })] },
    rules: {
      "react-hooks/rules-of-hooks": "error",
      "react-hooks/exhaustive-deps": "error",
      "import-x/no-restricted-paths": ["error", { zones }],
      "import-x/no-cycle": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreVoidReturningFunctions: true, ignoreArrowShorthand: true }],
      "max-lines": ["error", 500],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
      "no-restricted-imports": ["error", { patterns: [bridge, composite] }],
    },
  },
  { files: ["ui/src/ipc/**"], rules: { "no-restricted-imports": ["error", { patterns: [composite] }] } },
  { files: ["ui/src/features/join/**"], rules: { "no-restricted-imports": ["error", { patterns: [bridge] }] } },
  {
    files: ["ui/test/**", "ui/**/*.test.{ts,tsx}", "ui/*.ts"],
    rules: { "no-restricted-imports": "off", "max-lines-per-function": "off", "import-x/no-restricted-paths": "off", "@typescript-eslint/no-non-null-assertion": "off", "@typescript-eslint/no-empty-function": "off" },
  },
  {
    files: ["**/*.mjs"],
    ...js.configs.recommended,
    // Node's and the page's globals are many, and a name that is none of them fails in the first run.
    rules: { ...js.configs.recommended.rules, "no-undef": "off", "no-control-regex": "off", "max-lines": ["error", 500] },
  },
  { files: ["eslint.config.js"], ...tseslint.configs.disableTypeChecked },
);
