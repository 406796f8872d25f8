// The document of `check`.

#include "report/json/documents.h"

namespace ringfence::report::json {

std::string CheckDocument(const study::Snapshot& snapshot, const study::CheckResult& result,
                          const Style& style) {
  const Names names(snapshot, style.masked);
  base::JsonWriter json(base::JsonWriter::Style::kPretty);
  Begin(json, "check", kCheckVersion);
  CheckFields(json, names, snapshot, result);
  json.EndObject();
  return json.Take();
}

}  // namespace ringfence::report::json
