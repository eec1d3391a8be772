// Texts after the generated help of a command.

/** Examples by command. */
export const EXAMPLES = {
  supops: `Examples:
  supops up                       deploy the stack
  supops incident db-down         kill the database, and check that its alert fires, arrives and resolves
  supops report                   the report of that run
  supops down                     remove everything again
`,
  up: `Examples:
  supops up                       deploy, or change only what differs
  supops up --dry-run             print what would be done
  supops up --rules my/rules      with your own alert rules
  supops up --stack two           a second stack next to the first
`,
  status: `Exits with 0 if the stack is deployed, with 4 if it is not.

Examples:
  supops status
  supops status --output json | jq '.instances[] | select(.ready | not)'
`,
  open: `In a terminal the page opens in the browser; otherwise, and with --print, its URL is printed and nothing else happens.

Examples:
  supops open                     the URLs of all pages
  supops open inbox
  supops open prometheus --print
`,
  down: `Exits with 0 even if there is nothing to remove.

Examples:
  supops down
  supops down --stack two
  supops down --force             even while an incident is running on it
`,
  logs: `Exits with 0 after Ctrl-C: that is how --follow ends.

Examples:
  supops logs db api              two services with all their instances, merged
  supops logs api-1               one instance
  supops logs -f --tail 0         what happens from now on
  supops logs --since 5m
`,
  incident: `The result goes to stdout, progress to stderr. Ctrl-C undoes the fault before the command ends.

Examples:
  supops incident list
  supops incident show db-down    what it would do, how long it takes, what it judges
  supops incident new --alert CacheDown -o cache.yaml
  supops incident db-down
  supops incident ./my-scenario.yaml --output json
  supops incident db-down --dry-run
  supops incident db-down --repeat 10
  supops incident --all           the whole catalogue, with a summary
`,
  report: `Prints the Markdown if stdout is not a terminal; the path of the file always goes to stderr.

Examples:
  supops report
  supops report --list
  supops report > incident.md
`,
  lint: `Exits with 3 if there are errors; warnings alone are no failure. Without --rules and --alertmanager, scenarios are checked against the
rules and routes among the paths, else against the shipped ones.

Examples:
  supops lint                     what comes with supops
  supops lint my/rules my/alertmanager.yml
  supops lint my-scenario.yaml --rules my/rules
  supops lint my --output json | jq -r '.problems[].message'
`,
  doctor: `Exits with 0 if supops can work here, with 4 if something keeps it from working, and with 8 if something is left behind. Leftovers of
every stack are looked for, or of one with --stack. Only what carries supops' labels is ever touched.

Examples:
  supops doctor
  supops doctor --fix             undo what a killed run left behind
  supops doctor --output json | jq '.checks[] | select(.status != "ok")'
`,
  completion: `Examples:
  source <(supops completion bash)
  supops completion zsh > "\${fpath[1]}/_supops"
  supops completion fish > ~/.config/fish/completions/supops.fish
`,
} as const;

/** What the exit codes mean. */
export const EXIT_CODES = `Exit codes:
  0    everything asked for happened; a run: every expectation was met
  1    the run worked, and at least one expectation was missed
  2    unknown command or option
  3    a scenario, stack or configuration file is wrong
  4    no engine, stack, image or endpoint
  5    a service never became ready
  6    the steady state did not hold; nothing was injected
  7    inconclusive: the fault was not proven, or the monitoring was blind
  8    an undo could not be completed
  9    an abort condition ended the run
  70   a bug in supops
  130  Ctrl-C (143: SIGTERM), after a clean undo
`;
