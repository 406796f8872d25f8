// A record a line: evidence quotes lines, so that the source of a statement stands beside what rests on it.

#include "importers/import_text.h"

#include <fmt/format.h>

#include "base/json_writer.h"
#include "report/starter_yaml.h"

namespace ringfence::importers {
namespace {

std::string Name(std::string_view text) { return report::YamlName(text).value_or("\"?\""); }

/// Sections without the key say it nowhere else than in a comment.
bool MayExplain(Section section) { return section != Section::kSites; }

std::string RecordText(const Record& record, Section section) {
  std::string values, because;
  for (const Value& value : record.values)
    values += fmt::format("{}{}: {}", values.empty() ? "" : ", ", value.key, value.yaml);
  for (const std::string& source : record.because) because += (because.empty() ? "" : "; ") + source;
  if (because.empty() || (!MayExplain(section)))
    return fmt::format("  {}: {{{}}}{}\n", Name(record.name), values,
                       because.empty() ? "" : "  ## " + report::YamlComment(because));
  return fmt::format("  {}: {{{}{}because: {}}}\n", Name(record.name), values, values.empty() ? "" : ", ",
                     Name(because));
}

std::string SectionText(const Import& import, Section section) {
  if (import.records(section).empty()) return "";
  std::string text = fmt::format("\n{}:\n", kSectionNames[static_cast<std::size_t>(section)]);
  for (const auto& [name, record] : import.records(section)) text += RecordText(record, section);
  return text;
}

std::string HeadText(const Import& import, const base::SourceMap& sources, bool with_left) {
  if (!with_left) return "";
  if (import.left().empty()) return "##\n## Nothing in it was left out.\n";
  std::string text = "##\n## Left out, so that no rule sees it:\n";
  for (const Left& left : import.left())
    text += fmt::format("##   {}\n", report::YamlComment(TextOf(left, sources)));
  if (import.left_more_count() > 0)
    text += fmt::format("##   and {} things of other sorts\n", import.left_more_count());
  return text;
}

std::string CablesText(const Import& import) {
  base::JsonWriter json(base::JsonWriter::Style::kPretty);
  json.BeginObject().Key("edges").BeginArray();
  for (const Cable& cable : import.cables()) {
    json.BeginObject();
    const Port* ends[] = {&cable.a, &cable.b};
    for (int side = 0; side < 2; ++side) {
      json.Key(side == 0 ? "node1" : "node2").BeginObject();
      json.Field("hostname", ends[side]->device).Field("interfaceName", ends[side]->interface).EndObject();
    }
    json.EndObject();
  }
  json.EndArray().EndObject();
  return json.Take();
}

}  // namespace

std::string TextOf(const Left& left, const base::SourceMap& sources) {
  const std::string place = sources.Describe(left.first);
  if (left.count == 1) return place.empty() ? left.what : fmt::format("{} ({})", left.what, place);
  return fmt::format("{} ({} times, first at {})", left.what, left.count, place);
}

std::vector<std::pair<std::string, std::string>> FilesOf(const Import& import, const base::SourceMap& sources,
                                                         const std::string& origins) {
  std::vector<std::pair<std::string, std::string>> files;
  const std::string inventory = SectionText(import, Section::kSites) +
                                SectionText(import, Section::kElements) +
                                SectionText(import, Section::kCircuits);
  const std::string parties = SectionText(import, Section::kParties) + SectionText(import, Section::kLists);
  const std::string by =
      fmt::format("written by `ringfence import` from {}.\n", report::YamlComment(origins));
  if (!inventory.empty())
    files.emplace_back("inventory.yaml", "## inventory.yaml: who makes, owns and runs what, " + by +
                                             HeadText(import, sources, true) + "inventory: 1\n" + inventory);
  if (!parties.empty())
    files.emplace_back("parties.yaml", "## parties.yaml: parties and who says what about them, " + by +
                                           "## Take it in with `include: parties.yaml` in ringfence.yaml.\n" +
                                           HeadText(import, sources, files.empty()) + "ringfence: 1\n" +
                                           parties);
  if (!import.cables().empty()) files.emplace_back("batfish/layer1_topology.json", CablesText(import));
  return files;
}

}  // namespace ringfence::importers
