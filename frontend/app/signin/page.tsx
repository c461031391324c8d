import type { Metadata } from "next";
import { AccountPage } from "@/components/account/account-page";

export const metadata: Metadata = { title: "Sign in – Todo" };

export default function SignIn() {
  return <AccountPage kind="signin" />;
}
