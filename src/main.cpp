#include "cli/cli.hpp"

int main(int argc, char** argv) { return rox::run_cli(argc, argv); }
