#!/bin/sh
# Makes the three stacks, and stores each one's vendor password in Pulumi.<stack>.yaml, encrypted. The passwords
# come from the environment, and go through a pipe: arguments of a command are there for everybody to see.
set -eu

setup() {
  pulumi stack select --create "$1"
  printf %s "$2" | pulumi config set --secret vendorPassword --stack "$1"
}

setup dev "${VENDOR_PASSWORD_DEV:?is not set}"
setup staging "${VENDOR_PASSWORD_STAGING:?is not set}"
setup prod "${VENDOR_PASSWORD_PROD:?is not set}"
