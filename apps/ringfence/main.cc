// The command line of Ringfence. No logic here: options in, one call per command.

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "base/memory_limit.h"
#include "base/parallel.h"
#include "commands.h"
#include "formats/formats.h"
#include "importers/importer.h"
#include "report/report.h"

namespace {

constexpr const char* kExitHelp =
    "Exit codes: 0 proved (or done), 1 violated, 2 usage or input error, 3 undecided.\n"
    "NO_COLOR switches colours off; COLUMNS sets the width of text; RINGFENCE_THREADS sets the number of "
    "threads,\nRINGFENCE_MEMORY the most memory.";

void AddResources(CLI::App* command, Options& options) {
  command->add_option("--threads", options.threads, "Threads; 0: all processors")
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast)
      ->envname("RINGFENCE_THREADS");
  command
      ->add_option("--memory", options.memory,
                   "Most memory to take, such as 512M or 4G; 0: what there is. Near it the program forgets, "
                   "then begins again on one thread; beyond it there is no answer (exit code 2)")
      ->transform(CLI::AsSizeValue(false))
      ->transform(CLI::Validator(
          [](std::string& size) {
            return std::string(size.starts_with('-') ? "a size is not negative" : "");
          },
          "SIZE"))
      ->envname("RINGFENCE_MEMORY");
}

void AddSnapshot(CLI::App* command, Options& options) {
  command->add_option("snapshot", options.snapshot, "Folder with configs/, inventory.yaml, ringfence.yaml")
      ->capture_default_str();
  AddResources(command, options);
}

void AddFormats(CLI::App* command, Options& options, const std::string& choices) {
  command->add_option("-f,--format", options.formats,
                      "Output: " + choices + "; FORMAT=FILE writes to a file. Repeatable");
  command
      ->add_option("--width", options.width,
                   "Columns of text; otherwise COLUMNS, or those of the terminal, or 80")
      ->check(CLI::Range(ringfence::report::kWidthMin, ringfence::report::kWidthMax));
}

void AddFail(CLI::App* command, Options& options) {
  command->add_option("--fail", options.fail,
                      "What is down: link:a-b, link:a[if]-b[if], interface:a[if], node:a, circuit:id, "
                      "line-system:id. Repeatable");
}

void AddAudit(CLI::App* command, Options& options) {
  command
      ->add_option("--audit", options.audit,
                   "Afterwards compute so many failure sets by themselves and compare; exit code 4 when the "
                   "search was wrong")
      ->check(CLI::Range(1, 1'000'000));
}

void AddJudging(CLI::App* command, Options& options) {
  command
      ->add_option("--failures", options.failures,
                   "Failures up to this number, instead of what each rule says")
      ->check(CLI::Range(0, 3));
  command->add_option("--as-of", options.as_of,
                      "Day to answer for, YYYY-MM-DD, instead of the policy's 'as-of'");
  command->add_option("--rule", options.rules, "Only this rule. Repeatable");
}

CLI::App* AddCheck(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("check", "Judge every rule of the policy: the main job");
  AddSnapshot(command, options);
  AddFormats(command, options, "text, json, html, sarif, junit, github, gitlab, csv, cyclonedx");
  AddJudging(command, options);
  command->add_option("--with", options.with, "Folder whose files replace or add to those of the snapshot");
  command->add_flag("--brief", options.brief, "Text without evidence");
  command
      ->add_option("--explain", options.explain,
                   "Judge this rule alone and explain it: what it asks, who says so, what was read, why the "
                   "verdict, what would change it")
      ->excludes("--rule");
  command->add_option("--baseline", options.baseline,
                      "Result of an earlier 'check -f json': report what is new or worse, and judge by that");
  AddAudit(command, options);
  command
      ->add_flag(
          "--first", options.first,
          "End at the first violation: fewest failures first, then the order of the policy. Text or json")
      ->excludes("--baseline", "--audit", "--explain");
  command->footer(
      "Example: ringfence check examples/valdrea -f text -f json=result.json -f html=report.html");
  return command;
}

CLI::App* AddExposure(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("exposure", "Who can read, see, alter, cut or steer each flow");
  AddSnapshot(command, options);
  AddFormats(command, options, "text, json, jsonl, csv");
  command->add_option("--flow", options.flow, "Only this flow or group");
  command->add_option("--by", options.by, "Group by element, supplier, operator or country")
      ->check(CLI::IsMember({"element", "supplier", "operator", "country"}))
      ->capture_default_str();
  command->add_option("--failures", options.failures, "Also under every set of so many failures")
      ->check(CLI::Range(0, 3));
  command->add_option("--of", options.of, "Kinds that may fail: link, node, circuit, line-system")
      ->check(CLI::IsMember({"link", "node", "circuit", "line-system"}))
      ->delimiter(',');
  AddAudit(command, options);
  command->add_option("--as-of", options.as_of, "Day to answer for, YYYY-MM-DD");
  command->add_option("--with", options.with, "Folder whose files replace or add to those of the snapshot");
  return command;
}

CLI::App* AddTrace(CLI::App& app, Options& options) {
  CLI::App* command =
      app.add_subcommand("trace", "Every branch packets take, hop by hop, with configuration lines");
  AddSnapshot(command, options);
  AddFormats(command, options, "text, json");
  auto* flow = command->add_option("--flow", options.flow, "A flow of the policy, both directions");
  auto* from = command->add_option("--from", options.from, "Start: node or node[interface]");
  auto* packet = command->add_option("--packet", options.packet,
                                     "dst=ADDRESS[,src=ADDRESS][,proto=tcp][,dport=443][,sport=49152]");
  from->needs(packet);
  packet->needs(from);
  flow->excludes(from);
  AddFail(command, options);
  command->add_option("--with", options.with, "Folder whose files replace or add to those of the snapshot");
  command->footer("Example: ringfence trace examples/valdrea --flow F1 --fail link:PE-INT1-P1");
  return command;
}

CLI::App* AddRoutes(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("routes", "Routing tables");
  AddSnapshot(command, options);
  AddFormats(command, options, "text (table), json, jsonl");
  command->add_option("--node", options.node, "Only this node");
  command->add_option("--vrf", options.vrf, "Only this VRF ('default' is the global table)");
  AddFail(command, options);
  command->add_option("--with", options.with, "Folder whose files replace or add to those of the snapshot");
  return command;
}

CLI::App* AddSessions(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand(
      "sessions", "BGP sessions, OSPF and IS-IS adjacencies: which stand, and exactly why not the others");
  AddSnapshot(command, options);
  AddFormats(command, options, "text (table), json, jsonl");
  command->add_option("--device", options.device, "Only those with an end on this device");
  command->add_option("--protocol", options.protocol, "Only bgp, isis or ospf")
      ->check(CLI::IsMember({"bgp", "isis", "ospf"}));
  command->add_flag("--down", options.down, "Only those that are not up");
  AddFail(command, options);
  command->add_option("--with", options.with, "Folder whose files replace or add to those of the snapshot");
  command->footer(
      "up: routes can cross it. down: the two ends fit; a shut end, a failure or a missing route keeps them\n"
      "apart. never: what is configured keeps them apart. outside: no device of the snapshot is the other "
      "end.\n"
      "undecided: not computed (OSPFv3, tunnels), or not all lines about it are modelled.\n"
      "The exit code is 0 whatever the states are: a list is no verdict.\n"
      "Example: ringfence sessions examples/tiny-ospf --fail link:west-east --down");
  return command;
}

CLI::App* AddDrift(CLI::App& app, Options& options) {
  CLI::App* command =
      app.add_subcommand("drift", "Computed routing tables against those that devices print (observed/)");
  AddSnapshot(command, options);
  AddFormats(command, options, "text, json, jsonl");
  command->add_option("--node", options.node, "Only this node");
  command->add_option("--vrf", options.vrf, "Only this VRF ('default' is the global table)");
  command
      ->add_option(
          "--ignore", options.ignore,
          "Leave out routes of these protocols (connected, local, static, ospf, ebgp, ...), or do not "
          "compare metric or distance. Repeatable")
      ->delimiter(',');
  AddFail(command, options);
  command->add_option("--with", options.with, "Folder whose files replace or add to those of the snapshot");
  command->footer(
      "observed/DEVICE.jsonl holds the table of one device in the form of 'routes -f jsonl'; what is null "
      "there "
      "is not compared.\n"
      "Exit codes: 0 equal, 1 different, 2 usage or input error, 3 different, but lines that are not "
      "modelled "
      "may be why.\n"
      "Example: ringfence drift --node r1 --ignore connected,local");
  return command;
}

CLI::App* AddParse(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("parse", "What became of every configuration line");
  AddSnapshot(command, options);
  AddFormats(command, options, "text, json, jsonl");
  std::string systems;
  for (const ringfence::formats::Format* format : ringfence::formats::AllFormats())
    systems += fmt::format("{}{}", systems.empty() ? "" : ", ", format->title);
  command->footer("Systems read: " + systems + ".");
  return command;
}

CLI::App* AddWhatIf(CLI::App& app, Options& options) {
  CLI::App* command =
      app.add_subcommand("whatif", "The difference a ban, a failure or edited files would make");
  AddSnapshot(command, options);
  AddFormats(command, options, "text, json");
  command->add_option("--ban", options.ban,
                      "Take out what this party, or each party of this set, makes. Repeatable");
  command
      ->add_option("--kinds", options.ban_kinds,
                   "Only these kinds of elements, for example router,base-station")
      ->delimiter(',');
  AddFail(command, options);
  command->add_option("--with", options.with, "Folder whose files replace or add to those of the snapshot");
  AddJudging(command, options);
  command->footer(
      "With --ban or --fail: flows before and after. With --with alone: verdicts before and after.");
  return command;
}

void AddServe(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand(
      "serve", "The HTML report over HTTP: checked again when files change, what-if by clicking");
  AddSnapshot(command, options);
  command->add_option("--listen", options.listen, "ADDRESS:PORT; port 0: any that is free")
      ->default_str("127.0.0.1:8642");
  command->add_option("--token-file", options.token_file,
                      "File with the token that clients must send; else RINGFENCE_TOKEN. Needed when reached "
                      "from elsewhere than this computer");
  command->footer(
      "Prints its address when it is ready; ends on Ctrl-C. Nothing is ever written, and no file is handed "
      "out.\n"
      "With a token, open ADDRESS#token=TOKEN. There is no encryption: from elsewhere, go through a tunnel.\n"
      "Example: ringfence serve examples/valdrea");
}

void AddInit(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand(
      "init", "Write a commented starter policy and inventory for a folder of configurations");
  command->add_option("folder", options.snapshot, "Folder with configs/, or that folder itself")->required();
  command->add_option("--as-of", options.as_of, "Day the policy answers for, YYYY-MM-DD; otherwise today");
  command->add_flag("--force", options.force, "Replace ringfence.yaml and inventory.yaml");
  AddResources(command, options);
  command->footer(
      "Devices come from the configurations, makers are guesses from the operating systems and stand there "
      "as\n"
      "comments. Whom you trust is yours to say. Example: ringfence init backup/configs");
}

void AddImport(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand(
      "import", "Write inventory, parties and cables from files of other programs, with sources and dates");
  std::vector<std::string> names;
  std::string sources;
  for (const ringfence::importers::Importer* one : ringfence::importers::AllImporters()) {
    names.emplace_back(one->name);
    sources += fmt::format("  {:<14}{}\n", one->name, one->title);
  }
  command->add_option("source", options.import_kind, "Where the files come from")
      ->required()
      ->check(CLI::IsMember(names));
  command->add_option("files", options.import_files, "Files of that source, read together")->required();
  command->add_option("--also", options.also,
                      "SOURCE=FILE of another source; where two contradict each other nothing is written. "
                      "Repeatable");
  command->add_option("-o,--output", options.output,
                      "Folder of the snapshot to write to; otherwise all goes to standard output");
  command->add_flag("--force", options.force, "Replace files that are there");
  command->footer("Sources:\n" + sources +
                  "What is left out, because it has no place in a snapshot or is not understood, is said.\n"
                  "Example: ringfence import netbox devices.json cables.json -o net");
}

CLI::App* AddDiff(CLI::App& app, Options& options) {
  CLI::App* command =
      app.add_subcommand("diff", "What differs between two snapshots: routes, paths, exposures, verdicts");
  command->add_option("before", options.snapshot, "One snapshot")->required();
  command->add_option("after", options.other, "The other")->required();
  AddResources(command, options);
  AddFormats(command, options, "text, json");
  AddJudging(command, options);
  command->footer(
      "Routes are compared always; flows and verdicts where both sides have a ringfence.yaml.\n"
      "Exit codes: 0 the same, 1 different, 2 usage or input error.");
  return command;
}

void AddRest(CLI::App& app, Options& options) {
  CLI::App* verify = app.add_subcommand(
      "verify", "Replay the evidence of a result against the snapshot, without the engine");
  verify->add_option("result", options.result_file, "Result of 'check -f json'")->required();
  AddSnapshot(verify, options);
  CLI::App* schema = app.add_subcommand("schema", "JSON Schema of our own files, for editors");
  schema->add_option("file", options.schema, "policy or inventory")
      ->required()
      ->check(CLI::IsMember({"policy", "inventory"}));
  CLI::App* completion = app.add_subcommand("completion", "Completion script for a shell");
  completion->add_option("shell", options.shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
}

int Dispatch(const CLI::App& app, const Options& options) {
  struct Command {
    const char* name;
    int (*run)(const Options&);
  };
  constexpr Command kCommands[] = {
      {"check", &RunCheck},       {"exposure", &RunExposure}, {"trace", &RunTrace},  {"routes", &RunRoutes},
      {"sessions", &RunSessions}, {"drift", &RunDrift},       {"parse", &RunParse},  {"whatif", &RunWhatIf},
      {"verify", &RunVerify},     {"diff", &RunDiff},         {"serve", &RunServe},  {"init", &RunInit},
      {"schema", &RunSchema},     {"bench", &RunBench},       {"import", &RunImport}};
  for (const Command& command : kCommands) {
    if (app.got_subcommand(command.name)) return command.run(options);
  }
  return RunCompletion(options, app);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Ringfence proves where information can travel: whose equipment can read, see, alter, cut or steer "
      "each\n"
      "flow, for every packet and every failure up to a chosen number, from the network's own "
      "configurations."};
  app.set_version_flag("--version", std::string("ringfence ") + RF_VERSION);
  app.require_subcommand(1);
  app.footer(kExitHelp);
  Options options;
  AddCheck(app, options);
  AddExposure(app, options);
  AddTrace(app, options);
  AddRoutes(app, options);
  AddSessions(app, options);
  AddDrift(app, options);
  AddParse(app, options);
  AddWhatIf(app, options);
  AddBench(app, options);
  AddServe(app, options);
  AddInit(app, options);
  AddImport(app, options);
  AddDiff(app, options);
  AddRest(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kExitProved : kExitInput;
  }
  ringfence::base::LimitMemory(options.memory);
  std::vector<char*> on_one_thread(argv, argv + argc);
  std::string one_thread[] = {"--threads", "1"};
  on_one_thread.insert(on_one_thread.end(), {one_thread[0].data(), one_thread[1].data(), nullptr});
  // A server would lose its port and what it knows.
  const bool has_threads = app.get_subcommands().front()->get_option_no_throw("--threads") != nullptr;
  if (has_threads && ringfence::base::ThreadCount(options.threads) > 1 && !app.got_subcommand("serve"))
    ringfence::base::OnShortageRun(on_one_thread.data());
  return Dispatch(app, options);
}
